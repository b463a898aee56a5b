using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Contracts.Streams;
using Command.Contracts.Walls;

namespace Command.Contracts.Events;

/// <summary>Something the consoles must know now. A closed set; the record of what happened is the event log, not these.</summary>
[GenerateSerializer, Immutable, Alias("command.WallEvent")]
public abstract record WallEvent([property: Id(0)] DateTimeOffset At);

/// <summary>A device was added, changed, or changed state.</summary>
/// <param name="At">When.</param>
/// <param name="Device">As it is now.</param>
/// <param name="LeftUnitId">The unit it has just left for another one: who may see that one alone no longer sees it.</param>
[GenerateSerializer, Immutable, Alias("command.DeviceChanged")]
public sealed record DeviceChanged(DateTimeOffset At, [property: Id(0)] DeviceSummary Device, [property: Id(1)] string? LeftUnitId = null)
    : WallEvent(At);

/// <summary>A device left the tree.</summary>
[GenerateSerializer, Immutable, Alias("command.DeviceRemoved")]
public sealed record DeviceRemoved(DateTimeOffset At, [property: Id(0)] string DeviceId, [property: Id(1)] string UnitId) : WallEvent(At);

/// <summary>One stream of a device changed state (main and sub are pulled apart).</summary>
[GenerateSerializer, Immutable, Alias("command.StreamChanged")]
public sealed record StreamChanged(
    DateTimeOffset At,
    [property: Id(0)] StreamPath Stream,
    [property: Id(1)] DeviceState State,
    [property: Id(2)] StateCause Cause,
    [property: Id(3)] DateTimeOffset? RetryAt,
    [property: Id(4)] string UnitId
) : WallEvent(At);

/// <summary>The unit tree changed: read it again.</summary>
[GenerateSerializer, Immutable, Alias("command.UnitsChanged")]
public sealed record UnitsChanged(DateTimeOffset At) : WallEvent(At);

/// <summary>A person's wall was saved, perhaps from another page.</summary>
[GenerateSerializer, Immutable, Alias("command.WallChanged")]
public sealed record WallChanged(DateTimeOffset At, [property: Id(0)] string AccountId, [property: Id(1)] WallLayout Layout)
    : WallEvent(At);

/// <summary>A signal was raised, repeated or answered.</summary>
[GenerateSerializer, Immutable, Alias("command.SignalChanged")]
public sealed record SignalChanged(DateTimeOffset At, [property: Id(0)] Signal Signal) : WallEvent(At);

/// <summary>A recorder told where it is or how it is; at most one in 2 s and recorder.</summary>
[GenerateSerializer, Immutable, Alias("command.RecorderTold")]
public sealed record RecorderTold(
    DateTimeOffset At,
    [property: Id(0)] string RecorderId,
    [property: Id(1)] RecorderHealth? Health,
    [property: Id(2)] RecorderPosition? Position,
    [property: Id(3)] string UnitId
) : WallEvent(At);

/// <summary>Who may do what changed somewhere: what was filtered by an older version has to be filtered again.</summary>
[GenerateSerializer, Immutable, Alias("command.AccessChanged")]
public sealed record AccessChanged(DateTimeOffset At, [property: Id(0)] long Version) : WallEvent(At);

/// <summary>A viewing ended on the server's side.</summary>
/// <param name="At">When.</param>
/// <param name="SessionId">Public id of the session.</param>
/// <param name="AccountId">Whose it was.</param>
/// <param name="Stream">What it showed.</param>
/// <param name="Reason">Kebab-case: source-closed, right-ended, consent-expired, never-connected, server-stopping …</param>
[GenerateSerializer, Immutable, Alias("command.ViewingEnded")]
public sealed record ViewingEnded(
    DateTimeOffset At,
    [property: Id(0)] string SessionId,
    [property: Id(1)] string AccountId,
    [property: Id(2)] StreamPath Stream,
    [property: Id(3)] string Reason
) : WallEvent(At);
