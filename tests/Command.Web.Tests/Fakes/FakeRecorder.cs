using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Recorders;
using Command.Contracts.Streams;

namespace Command.Web.Tests.Fakes;

/// <summary>One recorder in memory, for components; the real grain is tested by its own project.</summary>
internal sealed class FakeRecorder : IBodyWornRecorderGrain
{
    public const string Id = "01jd00000000000000000000re";

    public static readonly RecorderKey Secret = new("34020000001320000009", new string('k', 43), $"rec.{Id}.{new string('k', 43)}");

    public RecorderStatus? Status { get; set; }

    public List<RecorderDraft> Drafts { get; } = [];

    public List<RecorderCommandDraft> Given { get; } = [];

    public List<RecorderCommand> Orders { get; } = [];

    public List<RecorderSession> Sessions { get; } = [];

    public List<RecorderPosition> Positions { get; } = [];

    public List<StateChange> Changes { get; } = [];

    public (string Number, string Name)? Assigned { get; private set; }

    public long? ExpectedVersion { get; private set; }

    public int ShiftsEnded { get; private set; }

    public int KeysMade { get; private set; }

    public int Deleted { get; private set; }

    public Refusal? NextRefusal { get; set; }

    public static RecorderStatus Of(string name = "Recorder 07", DeviceState state = DeviceState.Online) =>
        new(
            Id,
            name,
            "R-7",
            Secret.Serial,
            Enabled: true,
            "u1",
            null,
            state,
            StateCause.None,
            FakeSite.Noon,
            Simulated: false,
            Officer: null,
            Info: null,
            Health: null,
            Position: null,
            Session: null,
            Sos: false,
            new StreamStatus("live", DeviceState.Unknown, StateCause.None, FakeSite.Noon, null, 0, 0, 0, null, []),
            LastHeardAt: null,
            ClockOffset: null,
            Connected: true,
            Version: 5
        );

    public static DeviceSummary Summary(string name, RecorderFacts? facts, DeviceState state = DeviceState.Online) =>
        FakeSite.Device(Id, name, "u1", state) with
        {
            Kind = DeviceKind.Recorder,
            Recorder = facts,
        };

    public static RecorderPosition At(DateTimeOffset at, double latitude, double longitude, string fix = "3d") =>
        new(at, latitude, longitude, 32.1, 4.2, 90, 0.9, 14, null, fix, "gnss", Buffered: false);

    Task<CommandResult<RecorderStatus>> IBodyWornRecorderGrain.DescribeAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult<CommandResult<RecorderStatus>>(
            Status is { } status ? status : Refusal.Of(RefusalCode.NotFound, "recorder-not-found", "There is no such recorder.")
        );

    Task<CommandResult<CreatedRecorder>> IBodyWornRecorderGrain.CreateAsync(
        CommandContext context,
        RecorderDraft draft,
        CancellationToken cancellationToken
    )
    {
        Drafts.Add(draft);
        return Answer(new CreatedRecorder(Of(draft.Name), Secret));
    }

    Task<CommandResult<RecorderStatus>> IBodyWornRecorderGrain.UpdateAsync(
        CommandContext context,
        RecorderDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        Drafts.Add(draft);
        ExpectedVersion = expectedVersion;
        return Answer(Of(draft.Name));
    }

    Task<CommandResult> IBodyWornRecorderGrain.DeleteAsync(
        CommandContext context,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        Deleted++;
        return Task.FromResult(CommandResult.Done);
    }

    Task<CommandResult<RecorderKey>> IBodyWornRecorderGrain.ResetKeyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        KeysMade++;
        return Answer(Secret);
    }

    Task<bool> IBodyWornRecorderGrain.VerifyKeyAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<CommandResult<StateHistory>> IBodyWornRecorderGrain.HistoryAsync(
        CommandContext context,
        int take,
        CancellationToken cancellationToken
    ) => Task.FromResult<CommandResult<StateHistory>>(new StateHistory([.. Changes.Take(take)]));

    Task<CommandResult<StillTicket>> IBodyWornRecorderGrain.StillAsync(
        CommandContext context,
        int maxWidth,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    Task<CommandResult<RecorderStatus>> IBodyWornRecorderGrain.AssignOfficerAsync(
        CommandContext context,
        string number,
        string name,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        Assigned = (number, name);
        Status = Status! with { Officer = new OfficerOnShift(number, name, FakeSite.Noon, accountId) };
        return Answer(Status);
    }

    Task<CommandResult<RecorderStatus>> IBodyWornRecorderGrain.EndShiftAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ShiftsEnded++;
        Status = Status! with { Officer = null };
        return Answer(Status);
    }

    Task<CommandResult<RecorderCommand>> IBodyWornRecorderGrain.OrderAsync(
        CommandContext context,
        RecorderCommandDraft draft,
        CancellationToken cancellationToken
    )
    {
        Given.Add(draft);
        var order = new RecorderCommand(
            $"o{Given.Count}",
            draft.Name,
            draft.Arguments ?? "{}",
            context.ActorName,
            FakeSite.Noon,
            FakeSite.Noon.AddSeconds(draft.ValidSeconds ?? 60),
            RecorderCommandState.Pending,
            null,
            null
        );
        if (NextRefusal is null)
        {
            Orders.Insert(0, order);
        }
        return Answer(order);
    }

    Task<CommandResult<RecorderOrders>> IBodyWornRecorderGrain.OrdersAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult<CommandResult<RecorderOrders>>(new RecorderOrders([.. Orders]));

    Task<CommandResult<RecorderSessions>> IBodyWornRecorderGrain.SessionsAsync(
        CommandContext context,
        int take,
        CancellationToken cancellationToken
    ) => Task.FromResult<CommandResult<RecorderSessions>>(new RecorderSessions([.. Sessions.Take(take)]));

    Task<CommandResult<RecorderTrack>> IBodyWornRecorderGrain.TrackAsync(
        CommandContext context,
        DateTimeOffset from,
        DateTimeOffset until,
        int take,
        CancellationToken cancellationToken
    ) => Task.FromResult<CommandResult<RecorderTrack>>(new RecorderTrack([.. Positions.Take(take)], Positions.Count));

    Task<CommandResult> IBodyWornRecorderGrain.ReportPositionsAsync(
        CommandContext context,
        PositionReport report,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    Task<CommandResult> IBodyWornRecorderGrain.SosAsync(CommandContext context, SosReport report, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<string> IBodyWornRecorderGrain.WhereAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<CommandResult<T>> Answer<T>(T value)
        where T : class
    {
        var refusal = NextRefusal;
        NextRefusal = null;
        return Task.FromResult(refusal is null ? new CommandResult<T>(value, null) : new CommandResult<T>(null, refusal));
    }
}
