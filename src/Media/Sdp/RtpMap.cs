namespace Command.Media.Sdp;

/// <summary>What a payload type means (RFC 8866 §6.6).</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Encoding">Name as written; compare without case.</param>
/// <param name="ClockRate">RTP timestamp ticks per second; 0 when the peer wrote none.</param>
/// <param name="Channels">Audio channels; 1 when not written.</param>
public sealed record RtpMap(byte PayloadType, string Encoding, int ClockRate, int Channels = 1)
{
    /// <summary>The fixed meanings of RFC 3551 §6 for payload types that need no a=rtpmap line; null for every other.</summary>
    public static RtpMap? FindStatic(byte payloadType) =>
        payloadType switch
        {
            0 => new(0, "PCMU", 8000),
            3 => new(3, "GSM", 8000),
            4 => new(4, "G723", 8000),
            8 => new(8, "PCMA", 8000),
            9 => new(9, "G722", 8000),
            10 => new(10, "L16", 44100, 2),
            11 => new(11, "L16", 44100),
            14 => new(14, "MPA", 90000),
            18 => new(18, "G729", 8000),
            26 => new(26, "JPEG", 90000),
            31 => new(31, "H261", 90000),
            32 => new(32, "MPV", 90000),
            33 => new(33, "MP2T", 90000),
            34 => new(34, "H263", 90000),
            _ => null,
        };
}
