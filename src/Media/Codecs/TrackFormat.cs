using System.Collections.Immutable;

namespace Command.Media.Codecs;

/// <summary>
/// What one track carries: codec, clock and parameter sets. Immutable; a track whose parameter sets change gets a new one.
/// </summary>
/// <param name="Kind">Pictures or sound.</param>
/// <param name="Codec">How it is coded.</param>
/// <param name="ClockRate">RTP ticks per second, above 0.</param>
/// <param name="Channels">Sound channels; 0 for pictures.</param>
/// <param name="PayloadType">RTP payload type the source uses, 0 to 127.</param>
/// <param name="Name">The encoding name the source gave, for people.</param>
public sealed record TrackFormat(MediaKind Kind, CodecKind Codec, int ClockRate, int Channels, byte PayloadType, string Name)
{
    /// <summary>H.264 sequence parameter set without start code; empty if not known.</summary>
    public ImmutableArray<byte> Sps { get; init; } = [];

    /// <summary>H.264 picture parameter set without start code; empty if not known.</summary>
    public ImmutableArray<byte> Pps { get; init; } = [];

    /// <summary>The parameters of the source's <c>a=fmtp</c> line, or null.</summary>
    public string? Fmtp { get; init; }

    /// <summary>Width in pixels, 0 if not known.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels, 0 if not known.</summary>
    public int Height { get; init; }

    /// <summary>Pictures per second as the source states it, or null.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Whether slices were seen that refer to later pictures; set from the bit stream, since parameter sets may keep silent.</summary>
    public bool HasBFrames { get; init; }

    /// <summary>This format with H.264 parameter sets, and the size and rate that they state.</summary>
    /// <param name="sps">Sequence parameter set without start code.</param>
    /// <param name="pps">Picture parameter set without start code.</param>
    public TrackFormat WithParameterSets(ImmutableArray<byte> sps, ImmutableArray<byte> pps)
    {
        var format = this with { Sps = sps, Pps = pps };
        return H264Sps.TryParse(sps.AsSpan(), out var facts)
            ? format with
            {
                Width = facts.Width,
                Height = facts.Height,
                FramesPerSecond = facts.FramesPerSecond ?? FramesPerSecond,
                HasBFrames = HasBFrames || facts.MaxReorderFrames > 0,
            }
            : format;
    }
}
