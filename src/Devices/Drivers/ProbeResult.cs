using System.Collections.Immutable;
using Command.Media.Codecs;

namespace Command.Devices.Drivers;

/// <summary>What a device showed when it was tried.</summary>
/// <param name="Succeeded">True when media arrived.</param>
/// <param name="Cause">Why not; None on success.</param>
/// <param name="Detail">What was seen; never a credential.</param>
/// <param name="Tracks">Codec, size, rate and channels; also filled after a failure that came later.</param>
/// <param name="Playability">For each track whether a browser can play it.</param>
/// <param name="Simulated">True when the device says that it is a simulator.</param>
public sealed record ProbeResult(
    bool Succeeded,
    DeviceCause Cause,
    string? Detail,
    ImmutableArray<TrackFormat> Tracks,
    ImmutableArray<PlayabilityVerdict> Playability,
    bool Simulated
)
{
    /// <summary>A failure before anything was learnt.</summary>
    public static ProbeResult Failed(DeviceCause cause, string? detail) => new(false, cause, detail, [], [], false);
}
