namespace Command.Media.Sdp;

/// <summary>The few word operations that every line of a description shares. Runs of blanks count as one (FLIR, Ubiquiti).</summary>
internal static class SdpText
{
    /// <summary>Takes the next word off <paramref name="rest"/>, which is left trimmed; empty when there is none.</summary>
    public static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> rest)
    {
        rest = rest.Trim();
        var end = rest.IndexOfAny(' ', '\t');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..].Trim();
        return word;
    }

    /// <summary>The text without the prefix, or the same text when it does not start with it; case does not matter.</summary>
    public static ReadOnlySpan<char> SkipPrefix(ReadOnlySpan<char> text, ReadOnlySpan<char> prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;

    /// <summary>The trimmed text, or null when nothing is left.</summary>
    public static string? OrNull(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.IsEmpty ? null : text.ToString();
    }

    /// <summary>The text with tabs as blanks and without any other control character; the same string when it has none.</summary>
    public static string WithoutControls(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        return string.Concat(text.Replace('\t', ' ').Where(c => !char.IsControl(c)));
    }
}
