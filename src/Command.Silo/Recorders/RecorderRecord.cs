using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Signals;
using Command.Silo.Storage;

namespace Command.Silo.Recorders;

/// <summary>A recorder on the record: each change with its events, its rows and its deadlines, in one transaction.</summary>
internal sealed class RecorderRecord(IAggregateStore store, SignalCourier courier, RecorderOptions options, string id)
{
    public const string Kind = "recorder";

    internal static readonly AggregateSchema<RecorderState> Schema = new(RecorderJsonContext.Record.RecorderState);

    private readonly AggregateSession<RecorderState> _session = new(store, new AggregateKey(Kind, id), Schema);

    /// <summary>As it is stored; null for a recorder that does not exist.</summary>
    public RecorderState? State => _session.State;

    public AggregateKey Key => _session.Key;

    public Task LoadAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public Task<SaveResult> SaveAsync(RecorderTurn turn, CancellationToken cancellationToken)
    {
        var next = turn.State;
        var changes = new AggregateChanges
        {
            Events = turn.Events,
            Projections =
            [
                .. RowsOf(next),
                .. HolderOf(next),
                .. turn.Sessions.Select(session => ProjectionChange.Upsert(RecorderSessionRow.Of(id, session))),
            ],
            Deadlines = DeadlinesOf(next),
        };
        return _session.SaveAsync(next, changes, cancellationToken);
    }

    /// <summary>Removes the state and what finds it; events, sessions and track stay. False when somebody else wrote first.</summary>
    public async Task<bool> DeleteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var changes = new AggregateChanges
        {
            Events = [new EventDraft("recorder.deleted", context) { Before = Describe(State) }],
            Projections =
            [
                ProjectionChange.Delete<DeviceRow>(id),
                ProjectionChange.Delete<RecorderRow>(id),
                ProjectionChange.Delete<DeviceHolderRow>(id),
            ],
        };
        return await _session.DeleteAsync(changes, cancellationToken) is SaveResult.Saved;
    }

    public static string? Describe(RecorderState? state) =>
        state is null ? null : JsonSerializer.Serialize(RecorderEventText.Of(state), RecorderJsonContext.Record.RecorderEventText);

    private IEnumerable<ProjectionChange> RowsOf(RecorderState next)
    {
        var summary = RecorderMapping.ToSummary(id, next);
        if (State is not { } stored || RecorderMapping.ToSummary(id, stored) != summary || stored.Serial != next.Serial)
        {
            yield return ProjectionChange.Upsert(DeviceRow.Of(summary, next.Serial, next.Officer?.Number, next.Officer?.Name));
        }
        if (State is not { } before || (before.Serial, before.KeyHash, before.Enabled) != (next.Serial, next.KeyHash, next.Enabled))
        {
            var row = new RecorderRow
            {
                Id = id,
                Serial = next.Serial,
                KeyHash = next.KeyHash,
                Enabled = next.Enabled,
            };
            yield return ProjectionChange.Upsert(row);
        }
    }

    // Whoever has it in hand may look through it, send with it and press SOS.
    private IEnumerable<ProjectionChange> HolderOf(RecorderState next)
    {
        if (State?.Officer?.AccountId != next.Officer?.AccountId)
        {
            yield return next.Officer?.AccountId is { } account
                ? ProjectionChange.Upsert(new DeviceHolderRow { DeviceId = id, AccountId = account })
                : ProjectionChange.Delete<DeviceHolderRow>(id);
        }
    }

    private ImmutableArray<DeadlineChange> DeadlinesOf(RecorderState next) =>
        [
            courier.DeadlineOf(next.Signals),
            new DeadlineChange(OrderRules.DeadlineName, OrderRules.NextExpiry(next)),
            new DeadlineChange(SessionRules.DeadlineName, SessionRules.AnswerDue(next, options)),
            new DeadlineChange(PresenceRules.DeadlineName, PresenceRules.NextLook(next, options)),
        ];
}
