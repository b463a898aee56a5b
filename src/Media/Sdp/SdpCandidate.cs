using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Command.Media.Sdp;

/// <summary>An a=candidate line (RFC 8839 §5.1).</summary>
/// <param name="Foundation">Groups candidates of one base.</param>
/// <param name="Component">1 for RTP or everything under rtcp-mux, 2 for RTCP.</param>
/// <param name="Transport">udp or tcp, in the case it was written.</param>
/// <param name="Priority">Higher is better.</param>
/// <param name="Address">IP address, or an mDNS name that only its own network can resolve.</param>
/// <param name="Port">0 to 65535.</param>
/// <param name="Type">host, srflx, prflx or relay.</param>
/// <param name="Extensions">Text after the type: raddr, rport, tcptype and others; null when there is none.</param>
public sealed record SdpCandidate(
    string Foundation,
    int Component,
    string Transport,
    uint Priority,
    string Address,
    int Port,
    string Type,
    string? Extensions = null
)
{
    /// <summary>The value of one extension, e.g. tcptype; null when absent.</summary>
    public string? FindExtension(string name)
    {
        if (Extensions is null)
        {
            return null;
        }

        var words = Extensions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            if (words[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return words[i + 1];
            }
        }

        return null;
    }

    /// <summary>Reads the text after "candidate:"; a leading "candidate:" or "a=candidate:", as browsers hand it out, is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SdpCandidate? candidate)
    {
        candidate = null;
        text = SdpText.SkipPrefix(SdpText.SkipPrefix(text.Trim(), "a="), "candidate:");
        var foundation = SdpText.NextWord(ref text);
        var componentWord = SdpText.NextWord(ref text);
        var transport = SdpText.NextWord(ref text);
        var priorityWord = SdpText.NextWord(ref text);
        var address = SdpText.NextWord(ref text);
        var portWord = SdpText.NextWord(ref text);
        var typ = SdpText.NextWord(ref text);
        var type = SdpText.NextWord(ref text);
        if (
            type.IsEmpty
            || !typ.Equals("typ", StringComparison.OrdinalIgnoreCase)
            || !int.TryParse(componentWord, NumberStyles.None, CultureInfo.InvariantCulture, out var component)
            || component is < 1 or > 256
            || !uint.TryParse(priorityWord, NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
            || !ushort.TryParse(portWord, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        )
        {
            return false;
        }

        candidate = new(
            foundation.ToString(),
            component,
            transport.ToString(),
            priority,
            address.ToString(),
            port,
            type.ToString(),
            SdpText.OrNull(text)
        );
        return true;
    }

    /// <summary>The text after "candidate:".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Foundation} {Component} {Transport} {Priority} {Address} {Port} typ {Type}")
        + (Extensions is null ? string.Empty : " " + Extensions);
}
