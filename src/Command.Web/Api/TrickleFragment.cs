namespace Command.Web.Api;

/// <summary>
/// Checks an <c>application/trickle-ice-sdpfrag</c> body (RFC 8840 §4.4) before it crosses the cluster: lines of the fragment's grammar
/// only, bounded, with ice-ufrag and ice-pwd at the session or media level where a generation is named.
/// </summary>
internal static class TrickleFragment
{
    private const int LongestLine = 1024;
    private const int MostLines = 256;

    private static readonly string[] Attributes =
    [
        "a=ice-ufrag:",
        "a=ice-pwd:",
        "a=ice-options:",
        "a=ice-pacing:",
        "a=ice-lite",
        "a=end-of-candidates",
        "a=candidate:",
        "a=mid:",
        "a=group:",
        "a=rtcp-mux",
        "a=setup:",
        "a=fingerprint:",
    ];

    /// <summary>True for a fragment that may be handed on.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var lines = 0;
        var seenMedia = false;
        foreach (var raw in text.EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty)
            {
                continue;
            }
            if (++lines > MostLines || line.Length > LongestLine)
            {
                return false;
            }
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                seenMedia = true;
                continue;
            }
            if (!IsAllowed(line))
            {
                return false;
            }
            // RFC 8840 §4.4: candidates belong to a media description.
            if (line.StartsWith("a=candidate:", StringComparison.Ordinal) && !seenMedia)
            {
                return false;
            }
        }
        return lines > 0;
    }

    private static bool IsAllowed(ReadOnlySpan<char> line)
    {
        foreach (var attribute in Attributes)
        {
            if (line.StartsWith(attribute, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
