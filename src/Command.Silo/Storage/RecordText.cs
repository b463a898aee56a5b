using System.Text;

namespace Command.Silo.Storage;

/// <summary>Makes text from strangers fit for the record: bounded, without NUL (PostgreSQL refuses it) and without broken UTF-16.</summary>
internal static class RecordText
{
    /// <summary>At most <paramref name="maximum"/> UTF-16 units; what cannot be stored becomes U+FFFD.</summary>
    public static string Of(string text, int maximum)
    {
        var kept = new StringBuilder(Math.Min(text.Length, maximum));
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > maximum)
            {
                break;
            }

            kept.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return kept.ToString();
    }
}
