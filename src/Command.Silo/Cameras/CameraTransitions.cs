using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.MediaNode;

namespace Command.Silo.Cameras;

/// <summary>
/// The state machine of a camera's streams, as pure functions: Unknown → Connecting → Online → Degraded → Offline, and Disabled, which only a
/// person enters and leaves.
/// </summary>
internal static class CameraTransitions
{
    /// <summary>A person switched the camera on or off, or changed where it is.</summary>
    public static LinkState Decide(bool enabled, StateCause cause, DateTimeOffset at) =>
        new(enabled ? DeviceState.Unknown : DeviceState.Disabled, cause, at);

    /// <summary>The server was started again: whatever ran before does not run any more.</summary>
    public static LinkState Restart(LinkState stored, DateTimeOffset at) =>
        stored.State is DeviceState.Disabled or DeviceState.Unknown
            ? stored
            : new LinkState(DeviceState.Unknown, CameraCauses.ServerStarted, at);

    /// <summary>The node reported something about one stream.</summary>
    public static LinkState Apply(LinkState now, DeviceReport report) =>
        (now.State, report.State) switch
        {
            // A report that was under way when the camera was switched off changes nothing.
            (DeviceState.Disabled, _) => now,

            // Retries of a dead camera are not news; it stays offline, since when it is, until it works or fails in another way.
            (DeviceState.Offline, DeviceState.Connecting) => now,

            // Nobody watches any more: what the last try showed is kept in words.
            (_, DeviceState.Unknown) => new LinkState(DeviceState.Unknown, Idle(now, report.Cause), report.At),

            // The same state for another reason began when the state began.
            var (from, to) when from == to => now with { Cause = report.Cause },

            _ => new LinkState(report.State, report.Cause, report.At),
        };

    /// <summary>State of the camera: that of its main stream, or of the sub stream while only that one is pulled.</summary>
    public static LinkState Combine(LinkState main, LinkState? sub) =>
        main.State == DeviceState.Unknown && sub is { State: not DeviceState.Unknown } ? sub : main;

    private static StateCause Idle(LinkState now, StateCause cause) =>
        now.State == DeviceState.Offline
            ? cause with
            {
                Detail = $"The last try failed: {now.Cause.Code}. {now.Cause.Detail}".TrimEnd(),
            }
            : cause;
}
