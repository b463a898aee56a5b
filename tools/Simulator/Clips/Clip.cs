using System.Collections.Immutable;

namespace Command.Tools.Simulator.Clips;

/// <summary>One minute of H.264, cut into RTP payloads once and shared by every client of every camera that shows it. Immutable.</summary>
internal sealed class Clip
{
    private readonly ReadOnlyMemory<byte> _payloads;
    private readonly ImmutableArray<int> _packetEnds;
    private readonly ImmutableArray<int> _firstPackets;

    /// <summary>Takes ownership of the parts.</summary>
    /// <param name="format">Which stream it is.</param>
    /// <param name="sps">Sequence parameter set without start code.</param>
    /// <param name="pps">Picture parameter set without start code.</param>
    /// <param name="payloads">All payloads one after the other.</param>
    /// <param name="packetEnds">Where each payload ends.</param>
    /// <param name="firstPackets">The first packet of each frame, and the number of packets as the last entry.</param>
    public Clip(
        ClipFormat format,
        byte[] sps,
        byte[] pps,
        ReadOnlyMemory<byte> payloads,
        ImmutableArray<int> packetEnds,
        ImmutableArray<int> firstPackets
    )
    {
        Format = format;
        Sps = sps;
        Pps = pps;
        _payloads = payloads;
        _packetEnds = packetEnds;
        _firstPackets = firstPackets;
    }

    public ClipFormat Format { get; }

    public byte[] Sps { get; }

    public byte[] Pps { get; }

    /// <summary>Frame numbers are those within the minute.</summary>
    public bool IsKeyFrame(int frame) => frame % Format.GroupLength == 0;

    /// <summary>Packets of a frame.</summary>
    public int PacketCount(int frame) => _firstPackets[frame + 1] - _firstPackets[frame];

    /// <summary>The RTP payload of a frame's packet.</summary>
    public ReadOnlySpan<byte> Payload(int frame, int packet)
    {
        var index = _firstPackets[frame] + packet;
        var start = index == 0 ? 0 : _packetEnds[index - 1];
        return _payloads.Span[start.._packetEnds[index]];
    }
}
