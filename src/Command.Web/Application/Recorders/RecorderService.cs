using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Streams;
using Command.Web.Security;

namespace Command.Web.Application.Recorders;

/// <summary>Body-worn recorders: desired state, officer on shift and orders in; reported state, sessions and track out.</summary>
internal sealed class RecorderService(IGrainFactory grains, DeviceKeys keys, TimeProvider time)
{
    /// <summary>Most sessions in one answer.</summary>
    public const int MostSessions = 200;

    /// <summary>Most points of a track in one answer.</summary>
    public const int MostPoints = 5_000;

    private static readonly Refusal Unknown = Refusal.Of(RefusalCode.NotFound, "recorder-not-found", "There is no such recorder.");

    public Task<CommandResult<RecorderStatus>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        OfAsync(id, recorder => recorder.DescribeAsync(context, cancellationToken));

    public Task<CommandResult<CreatedRecorder>> CreateAsync(
        CommandContext context,
        RecorderDraft draft,
        CancellationToken cancellationToken
    ) => Recorder(Ulid.New(time)).CreateAsync(context, draft, cancellationToken);

    public Task<CommandResult<RecorderStatus>> UpdateAsync(
        CommandContext context,
        string id,
        RecorderDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => AnewAsync(id, OfAsync(id, recorder => recorder.UpdateAsync(context, draft, expectedVersion, cancellationToken)));

    public Task<CommandResult> DeleteAsync(CommandContext context, string id, long? expectedVersion, CancellationToken cancellationToken) =>
        AnewAsync(id, OfAsync(id, recorder => recorder.DeleteAsync(context, expectedVersion, cancellationToken)));

    public Task<CommandResult<RecorderKey>> ResetKeyAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        AnewAsync(id, OfAsync(id, recorder => recorder.ResetKeyAsync(context, cancellationToken)));

    public Task<CommandResult<StateHistory>> HistoryAsync(
        CommandContext context,
        string id,
        int take,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.HistoryAsync(context, take, cancellationToken));

    public Task<CommandResult<StillTicket>> StillAsync(
        CommandContext context,
        string id,
        int maxWidth,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.StillAsync(context, maxWidth, cancellationToken));

    public Task<CommandResult<RecorderStatus>> AssignOfficerAsync(
        CommandContext context,
        string id,
        string number,
        string name,
        string? accountId,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.AssignOfficerAsync(context, number, name, accountId, cancellationToken));

    public Task<CommandResult<RecorderStatus>> EndShiftAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        OfAsync(id, recorder => recorder.EndShiftAsync(context, cancellationToken));

    public Task<CommandResult<RecorderCommand>> OrderAsync(
        CommandContext context,
        string id,
        RecorderCommandDraft draft,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.OrderAsync(context, draft, cancellationToken));

    public Task<CommandResult<RecorderOrders>> OrdersAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        OfAsync(id, recorder => recorder.OrdersAsync(context, cancellationToken));

    public Task<CommandResult<RecorderSessions>> SessionsAsync(
        CommandContext context,
        string id,
        int take,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.SessionsAsync(context, take, cancellationToken));

    public Task<CommandResult<RecorderTrack>> TrackAsync(
        CommandContext context,
        string id,
        DateTimeOffset from,
        DateTimeOffset until,
        int take,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.TrackAsync(context, from, until, take, cancellationToken));

    public Task<CommandResult> ReportPositionsAsync(
        CommandContext context,
        string id,
        PositionReport report,
        CancellationToken cancellationToken
    ) => OfAsync(id, recorder => recorder.ReportPositionsAsync(context, report, cancellationToken));

    public Task<CommandResult> SosAsync(CommandContext context, string id, SosReport report, CancellationToken cancellationToken) =>
        OfAsync(id, recorder => recorder.SosAsync(context, report, cancellationToken));

    /// <summary>What was known of its key may be over: a device whose connections were ended comes back before the answer would be forgotten.</summary>
    private async Task<T> AnewAsync<T>(string id, Task<T> change)
    {
        var changed = await change;
        keys.Forget(id);
        return changed;
    }

    /// <summary>An id that is none must not activate a grain.</summary>
    private async Task<CommandResult<T>> OfAsync<T>(string id, Func<IBodyWornRecorderGrain, Task<CommandResult<T>>> ask)
        where T : class => Ulid.IsValid(id) ? await ask(Recorder(id)) : Unknown;

    private async Task<CommandResult> OfAsync(string id, Func<IBodyWornRecorderGrain, Task<CommandResult>> ask) =>
        Ulid.IsValid(id) ? await ask(Recorder(id)) : CommandResult.Refused(Unknown);

    private IBodyWornRecorderGrain Recorder(string id) => grains.GetGrain<IBodyWornRecorderGrain>(id);
}
