namespace Command.Silo.Streams;

/// <summary>The names of the codecs in an offer, for the words of a refusal.</summary>
internal static class OfferedCodecs
{
    private const string Attribute = "a=rtpmap:";
    private const int MostNames = 12;
    private const int LongestName = 24;

    /// <summary>For example <c>H265, AV1, PCMU</c>; a dash for an offer that names none.</summary>
    public static string Of(string offer)
    {
        var names = new List<string>();
        foreach (var line in offer.AsSpan().EnumerateLines())
        {
            if (names.Count < MostNames && TryReadName(line, out var name) && !names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                names.Add(name);
            }
        }
        return names.Count == 0 ? "–" : string.Join(", ", names);
    }

    // RFC 8866 §6.6: a=rtpmap:<payload type> <encoding name>/<clock rate>
    private static bool TryReadName(ReadOnlySpan<char> line, out string name)
    {
        name = "";
        if (!line.StartsWith(Attribute, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var space = line.IndexOf(' ');
        var slash = line.IndexOf('/');
        if (space < 0 || slash <= space + 1 || slash - space - 1 > LongestName)
        {
            return false;
        }
        var candidate = line[(space + 1)..slash];
        foreach (var c in candidate)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))
            {
                return false;
            }
        }
        name = candidate.ToString();
        return !name.Equals("rtx", StringComparison.OrdinalIgnoreCase);
    }
}
