using System.Globalization;

namespace Command.Devices.Rtsp;

/// <summary>The Transport header (RFC 2326 §12.39), as far as a client of unicast RTP needs it.</summary>
internal sealed record RtspTransportHeader
{
    /// <summary>RTP and RTCP inside the RTSP connection.</summary>
    public bool IsTcp { get; init; }

    /// <summary>Channel of RTP; null when the device names none (gortsplib#142).</summary>
    public byte? RtpChannel { get; init; }

    /// <summary>Channel of RTCP.</summary>
    public byte? RtcpChannel { get; init; }

    /// <summary>Our RTP port, with UDP; RTCP has the next one.</summary>
    public int? ClientPort { get; init; }

    /// <summary>The device's RTP port, with UDP; null when it does not say (mediamtx#4253).</summary>
    public int? ServerPort { get; init; }

    /// <summary>The device's RTCP port, with UDP.</summary>
    public int? ServerRtcpPort { get; init; }

    /// <summary>Where UDP comes from, if not from the RTSP host.</summary>
    public string? Source { get; init; }

    /// <summary>Synchronisation source the device will use; null when not told or unreadable.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>Asks for interleaved data on a channel and the next one. No mode=play: some servers refuse it.</summary>
    public static RtspTransportHeader Tcp(byte channel) =>
        new()
        {
            IsTcp = true,
            RtpChannel = channel,
            RtcpChannel = (byte)(channel + 1),
        };

    /// <summary>Asks for UDP to a port and the next one.</summary>
    public static RtspTransportHeader Udp(int port) => new() { ClientPort = port };

    /// <summary>
    /// Reads what a device answered. Only the first transport counts. Escam Q6 writes interleaved without /TCP, so either decides.
    /// </summary>
    public static RtspTransportHeader Parse(string value)
    {
        var header = new RtspTransportHeader();
        var first = true;
        foreach (var part in value.Split(',')[0].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (first)
            {
                header = header with { IsTcp = part.EndsWith("/TCP", StringComparison.OrdinalIgnoreCase) };
                first = false;
                continue;
            }

            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                header = header.With(part[..equals].TrimEnd().ToLowerInvariant(), part[(equals + 1)..].Trim().Trim('"'));
            }
        }

        return header;
    }

    /// <summary>The header's value in a request.</summary>
    public override string ToString() =>
        IsTcp
            ? string.Create(CultureInfo.InvariantCulture, $"RTP/AVP/TCP;unicast;interleaved={RtpChannel}-{RtcpChannel}")
            : string.Create(CultureInfo.InvariantCulture, $"RTP/AVP;unicast;client_port={ClientPort}-{ClientPort + 1}");

    private RtspTransportHeader With(string name, string value)
    {
        switch (name)
        {
            case "interleaved" when TryReadPair(value, 255, out var rtp, out var rtcp):
                // Odd pairs occur (gortsplib#304), and "interleaved=0" alone: then RTCP has the next channel.
                return this with { IsTcp = true, RtpChannel = (byte)rtp, RtcpChannel = (byte)(rtcp ?? Math.Min(rtp + 1, 255)) };
            case "server_port" when TryReadPair(value, 65_535, out var port, out var control) && port > 0:
                return this with { ServerPort = port, ServerRtcpPort = control ?? port + 1 };
            case "client_port" when TryReadPair(value, 65_535, out var own, out _):
                return this with { ClientPort = own };
            case "source" when value.Length > 0:
                return this with { Source = value };
            case "ssrc" when uint.TryParse(value.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ssrc):
                return this with { Ssrc = ssrc };
            default:
                return this;
        }
    }

    private static bool TryReadPair(string value, int max, out int first, out int? second)
    {
        var dash = value.IndexOf('-', StringComparison.Ordinal);
        second = null;
        if (!TryReadNumber(dash < 0 ? value : value[..dash], max, out first))
        {
            return false;
        }

        if (dash >= 0 && TryReadNumber(value[(dash + 1)..], max, out var end))
        {
            second = end;
        }

        return true;
    }

    private static bool TryReadNumber(string text, int max, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;
}
