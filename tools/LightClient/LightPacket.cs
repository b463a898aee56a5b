namespace Command.Tools.LightClient;

/// <summary>One RTP packet as a light client hands it out; borrowed for the call.</summary>
public readonly ref struct LightPacket
{
    /// <summary>Original SSRC, also for a packet that came back by RTX.</summary>
    public required uint Ssrc { get; init; }

    /// <summary>Original sequence number.</summary>
    public required ushort SequenceNumber { get; init; }

    /// <summary>Of the packet.</summary>
    public required uint Timestamp { get; init; }

    /// <summary>Payload type; for a recovered packet that of the retransmission.</summary>
    public required byte PayloadType { get; init; }

    /// <summary>Last packet of a picture.</summary>
    public required bool Marker { get; init; }

    /// <summary>True when it came back by RTX.</summary>
    public required bool IsRecovered { get; init; }

    /// <summary>Clear payload; empty when the client does not decrypt.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }
}
