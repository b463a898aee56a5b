using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Common;
using Command.Silo.Signals;

namespace Command.Silo.Recorders;

/// <summary>A recorder as it is stored: what people want, what must survive, and the last that was reported when something else was stored.</summary>
internal sealed record RecorderState
{
    public required string Name { get; init; }

    public string? Code { get; init; }

    public required string Serial { get; init; }

    public required bool Enabled { get; init; }

    public required string UnitId { get; init; }

    public Place? Place { get; init; }

    /// <summary>Counts commands of people from 1; what the aggregate's own version adds are reports.</summary>
    public required long Revision { get; init; }

    /// <summary>See <see cref="DeviceKey"/>.</summary>
    public required string KeyHash { get; init; }

    public required LinkState Link { get; init; }

    public required RecorderContact Contact { get; init; }

    public required bool Simulated { get; init; }

    public OfficerOnShift? Officer { get; init; }

    public RecorderInfo? Info { get; init; }

    public RecorderHealth? Health { get; init; }

    public RecorderPosition? Position { get; init; }

    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>The running one.</summary>
    public StoredSession? Session { get; init; }

    public OpenSos? Sos { get; init; }

    /// <summary>Presses that are known, oldest first.</summary>
    public required ImmutableArray<string> SosIds { get; init; }

    public required ImmutableArray<BootLedger> Ledgers { get; init; }

    /// <summary>Oldest first: the open ones and the last that are over.</summary>
    public required ImmutableArray<RecorderCommand> Orders { get; init; }

    public required RecorderAlarms Alarms { get; init; }

    public required SignalOutbox Signals { get; init; }

    /// <summary>An SOS waits for somebody's answer.</summary>
    public bool HasOpenSos => Sos is { AnsweredAt: null };
}
