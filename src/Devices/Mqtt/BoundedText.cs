namespace Command.Devices.Mqtt;

/// <summary>Text of strangers, made fit for a log, a database and a page.</summary>
internal static class BoundedText
{
    /// <summary>Without control and format characters, trimmed, at most so many UTF-16 units, never half a pair.</summary>
    public static string Clean(string? text, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }
        var kept = text.AsSpan(0, Math.Min(text.Length, most));
        var isClean = text.Length <= most;
        foreach (var character in kept)
        {
            isClean &= !IsUnwanted(character) && !char.IsSurrogate(character);
        }
        return isClean ? text.Trim() : CleanSlowly(text, most);
    }

    private static string CleanSlowly(string text, int most)
    {
        var clean = new System.Text.StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && IsUnwanted((char)rune.Value))
            {
                continue;
            }
            if (clean.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }
            clean.Append(rune.ToString());
        }
        return clean.ToString().Trim();
    }

    // Format characters turn the reading direction of what follows, and are invisible.
    private static bool IsUnwanted(char character) =>
        char.IsControl(character)
        || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format
        || character is '\u2028' or '\u2029';
}
