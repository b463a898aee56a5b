using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Storage;

namespace Command.Silo.Signals;

/// <summary>One signal on the record: each change with its events, its row in the lists and its deadlines, in one transaction.</summary>
internal sealed class SignalRecord
{
    public const string Kind = "signal";

    /// <summary>Deadlines of a signal: acknowledge by, tell the answer, put the count on the record, remove.</summary>
    public const string DueDeadline = "due";
    public const string TellDeadline = "tell";
    public const string TallyDeadline = "tally";
    public const string ExpireDeadline = "expire";

    internal static readonly AggregateSchema<StoredSignal> Schema = new(SignalJsonContext.Record.StoredSignal);
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(10);

    private readonly IAggregateStore _store;
    private readonly SignalOptions _options;
    private StoredSignal? _state;
    private long _version;

    /// <summary>A signal that is not on the record yet.</summary>
    public SignalRecord(IAggregateStore store, SignalOptions options, string id)
    {
        _store = store;
        _options = options;
        Id = id;
    }

    /// <summary>A signal as the record has it.</summary>
    public SignalRecord(IAggregateStore store, SignalOptions options, string id, StoredAggregate stored)
        : this(store, options, id)
    {
        _state = Schema.Read(Key, stored);
        _version = stored.Version;
    }

    public string Id { get; }

    /// <summary>Last committed state.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been saved yet.</exception>
    public StoredSignal State => _state ?? throw new InvalidOperationException($"Signal {Id} was not saved yet.");

    private AggregateKey Key => new(Kind, Id);

    public Signal ToSignal() => State.ToSignal(Id, _version);

    public Signal ToShort() => State.ToShort(Id, _version);

    /// <summary>False when somebody else wrote first; nothing was changed then.</summary>
    public async Task<bool> SaveAsync(
        CommandContext context,
        StoredSignal next,
        ImmutableArray<SignalHappening> happenings,
        CancellationToken cancellationToken
    )
    {
        var write = new AggregateWrite(Key, _version, Schema.Current, Schema.Write(next))
        {
            Events = [.. happenings.Select(happening => Event(context, happening, next))],
            Projections = NeedsRow(next) ? [ProjectionChange.Upsert(SignalRow.Of(Id, next))] : [],
            Deadlines = Changed(next),
        };
        if (await _store.SaveAsync(write, cancellationToken) is not SaveResult.Saved saved)
        {
            return false;
        }
        _state = next;
        _version = saved.Version;
        return true;
    }

    /// <summary>Removes it from the lists; its events stay.</summary>
    public async Task<bool> DeleteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var write = new AggregateWrite(Key, _version, Schema.Current, "")
        {
            Events = [new EventDraft("signal.removed", context) { Cause = "kept-long-enough", Before = Describe(State) }],
            Projections = [ProjectionChange.Delete<SignalRow>(Id)],
            Delete = true,
        };
        return await _store.SaveAsync(write, cancellationToken) is SaveResult.Saved;
    }

    private EventDraft Event(CommandContext context, SignalHappening happening, StoredSignal next) =>
        new(happening.Type, context)
        {
            Cause = happening.Cause,
            Before = _state is null ? null : Describe(_state),
            After = Describe(next),
        };

    private bool NeedsRow(StoredSignal next) =>
        _state is null || _state.IsOpen != next.IsOpen || _state.Colour != next.Colour || _state.UnitId != next.UnitId;

    private ImmutableArray<DeadlineChange> Changed(StoredSignal next)
    {
        var before = _state is null ? [] : Deadlines(_state);
        return [.. Deadlines(next).Where(deadline => before.FirstOrDefault(old => old.Name == deadline.Name)?.Due != deadline.Due)];
    }

    private DeadlineChange[] Deadlines(StoredSignal signal) =>
        [
            new(DueDeadline, signal is { IsWaiting: true, Overdue: false } ? signal.DueAt : null),
            new(TellDeadline, signal.Untold.IsEmpty ? null : signal.AnsweredAt + TellAgain),
            new(TallyDeadline, signal.TallyAt),
            new(ExpireDeadline, signal.OverAt + TimeSpan.FromDays(_options.KeepDays)),
        ];

    private static string Describe(StoredSignal signal) =>
        JsonSerializer.Serialize(SignalEventText.Of(signal), SignalJsonContext.Record.SignalEventText);
}
