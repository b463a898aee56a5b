namespace Command.Media.Ingest;

/// <summary>How one track of RTP is received. Clock rate, payload type and parameter sets come from the track's format.</summary>
public sealed record RtpTrackReceiverOptions
{
    /// <summary>
    /// Most packets that wait for a missing one: 0 where the transport keeps order (RTSP over TCP), 32 to 64 for UDP. Range 0 to 512.
    /// </summary>
    public int ReorderWindow { get; init; }

    /// <summary>Longest wait for a missing packet; a source that sends packets again changes it as it goes. Range 0 to 1 s.</summary>
    public TimeSpan ReorderDeadline { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Largest RTP packet that is passed on, header of 12 bytes included: larger ones are split for browsers. Range 256 to 1400 bytes.
    /// </summary>
    public int MaximumPacketLength { get; init; } = 1200;

    /// <summary>SSRC of the receiver reports; 0 chooses one at random.</summary>
    public uint ReceiverSsrc { get; init; }

    /// <summary>CNAME of the receiver reports, up to 64 bytes of UTF-8.</summary>
    public string CanonicalName { get; init; } = "command";
}
