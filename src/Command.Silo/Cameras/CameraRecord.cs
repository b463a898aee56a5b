using System.Text.Json;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Storage;

namespace Command.Silo.Cameras;

/// <summary>A camera on the record: each change with its events, its row in the lists and what the signal desk is to hear, in one transaction.</summary>
internal sealed class CameraRecord(IAggregateStore store, CameraSignals signals, string cameraId)
{
    public const string Kind = "camera";

    internal static readonly AggregateSchema<CameraState> Schema = new(CameraJsonContext.Record.CameraState);

    private readonly AggregateSession<CameraState> _session = new(store, new AggregateKey(Kind, cameraId), Schema);

    /// <summary>Null for a camera that does not exist.</summary>
    public CameraState? State => _session.State;

    public AggregateKey Key => _session.Key;

    public Task LoadAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    /// <summary>A person's order. False when somebody else wrote first.</summary>
    public Task<bool> CommitAsync(CommandContext context, string type, CameraState next, CancellationToken cancellationToken)
    {
        var order = new EventDraft(type, context) { Before = Describe(State), After = Describe(next) };
        return SaveAsync(next, [order, .. LinkEvents(context, next)], cancellationToken);
    }

    /// <summary>What the device reported. False when somebody else wrote first.</summary>
    public Task<bool> ReportAsync(CommandContext context, CameraState next, CancellationToken cancellationToken) =>
        SaveAsync(next, LinkEvents(context, next), cancellationToken);

    /// <summary>Removes the state and the row; the events stay. False when somebody else wrote first.</summary>
    public async Task<bool> DeleteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var changes = new AggregateChanges
        {
            Events = [new EventDraft("camera.deleted", context) { Before = Describe(State) }],
            Projections = [ProjectionChange.Delete<DeviceRow>(cameraId)],
        };
        return await _session.DeleteAsync(changes, cancellationToken) is SaveResult.Saved;
    }

    /// <summary>Tells the signal desk what it has still to hear and is due. False when somebody else wrote first.</summary>
    public async Task<bool> DeliverSignalsAsync(CancellationToken cancellationToken)
    {
        if (State is not { Signals: { } waiting } state)
        {
            return true;
        }
        var left = await signals.DeliverAsync(waiting, cancellationToken);
        if (ReferenceEquals(left, waiting))
        {
            return true;
        }
        var changes = new AggregateChanges { Deadlines = [signals.DeadlineOf(left)] };
        return await _session.SaveAsync(state with { Signals = left }, changes, cancellationToken) is SaveResult.Saved;
    }

    private async Task<bool> SaveAsync(CameraState next, EventDraft[] events, CancellationToken cancellationToken)
    {
        var followed = signals.Follow(cameraId, next);
        var changes = new AggregateChanges
        {
            Events = [.. events],
            Projections = [ProjectionChange.Upsert(DeviceRow.Of(CameraMapping.ToSummary(cameraId, followed)))],
            Deadlines =
                ReferenceEquals(followed.Signals, State?.Signals) || followed.Signals is null ? [] : [signals.DeadlineOf(followed.Signals)],
        };
        return await _session.SaveAsync(followed, changes, cancellationToken) is SaveResult.Saved;
    }

    private EventDraft[] LinkEvents(CommandContext context, CameraState next)
    {
        var before = State?.Link ?? new LinkState(DeviceState.Unknown, StateCause.None, next.Link.Since);
        return State is null || before.DiffersFrom(next.Link) ? [CameraHistory.Event(context, before, next.Link)] : [];
    }

    private static string? Describe(CameraState? state) =>
        state is null ? null : JsonSerializer.Serialize(CameraEventText.Of(state), CameraJsonContext.Record.CameraEventText);
}
