namespace Command.Contracts.Common;

/// <summary>Why a device is in its state.</summary>
/// <param name="Code">
/// Stable kebab-case key: none, host-unreachable, connection-refused, timeout, unauthorized, not-rtsp, bad-sdp, not-found, no-video,
/// stalled, closed-by-peer, transport-refused, protocol-error, server-started, server-stopping, disabled-by-person, enabled-by-person,
/// created, changed, idle (on demand and nobody watches), not-playable.
/// </param>
/// <param name="Detail">One English sentence with facts (address, status line); never a secret.</param>
[GenerateSerializer, Immutable, Alias("command.StateCause")]
public sealed record StateCause([property: Id(0)] string Code, [property: Id(1)] string? Detail)
{
    /// <summary>No cause to tell.</summary>
    public static readonly StateCause None = new("none", null);
}
