using System.Collections.Immutable;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Streams;
using Command.Contracts.Units;

namespace Command.Web.Tests.Fakes;

/// <summary>Units, cameras and their directory in memory, for components; the real grains are tested by their own project.</summary>
internal sealed class FakeSite : IUnitTreeGrain, IDirectoryGrain, ICameraGrain, ICameraProbeGrain
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);

    public List<UnitDetails> Units { get; } = [];

    public List<DeviceSummary> Devices { get; } = [];

    public List<CameraDraft> Created { get; } = [];

    public List<UnitDraft> CreatedUnits { get; } = [];

    public int Deleted { get; private set; }

    public Refusal? NextRefusal { get; set; }

    public CameraStatus? Camera { get; set; }

    public ProbeReport? Probe { get; set; }

    public CredentialDraft? ProbedWith { get; private set; }

    public static UnitDetails Unit(string id, string name, string? parent = null, int order = 0) =>
        new(id, name, null, parent, null, order, 1);

    public static DeviceSummary Device(
        string id,
        string name,
        string unit,
        DeviceState state,
        string cause = "none",
        bool simulated = false
    ) =>
        new(
            id,
            DeviceKind.Camera,
            name,
            null,
            unit,
            state,
            new StateCause(cause, null),
            Noon,
            simulated,
            HasSub: false,
            Enabled: true,
            AlwaysOn: false,
            NotPlayable: null
        );

    public static CameraStatus Status(string id, string name, bool hasCredential = false) =>
        new(
            id,
            name,
            "C-1",
            "rtsp://10.0.0.9/main",
            null,
            hasCredential,
            hasCredential ? "viewer" : null,
            TransportPreference.Auto,
            Enabled: true,
            AlwaysOn: false,
            "u1",
            null,
            DeviceState.Online,
            StateCause.None,
            Noon,
            Simulated: false,
            [
                new StreamStatus(
                    "main",
                    DeviceState.Online,
                    StateCause.None,
                    Noon,
                    Noon,
                    1,
                    2_000_000,
                    25,
                    null,
                    [new TrackInfo("video", "h264", 1920, 1080, 25, 90_000, 0, null)]
                ),
            ],
            Version: 3
        );

    Task<ImmutableArray<UnitDetails>> IUnitTreeGrain.ListAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Units.ToImmutableArray());

    Task<CommandResult<UnitDetails>> IUnitTreeGrain.DescribeAsync(
        CommandContext context,
        string unitId,
        CancellationToken cancellationToken
    ) => Task.FromResult<CommandResult<UnitDetails>>(Units.First(unit => unit.Id == unitId));

    Task<CommandResult<UnitDetails>> IUnitTreeGrain.CreateAsync(
        CommandContext context,
        UnitDraft draft,
        CancellationToken cancellationToken
    )
    {
        CreatedUnits.Add(draft);
        return Answer(Unit("new", draft.Name));
    }

    Task<CommandResult<UnitDetails>> IUnitTreeGrain.UpdateAsync(
        CommandContext context,
        string unitId,
        UnitDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Answer(Unit(unitId, draft.Name));

    Task<CommandResult> IUnitTreeGrain.DeleteAsync(
        CommandContext context,
        string unitId,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Task.FromResult(NextRefusal is { } refusal ? CommandResult.Refused(refusal) : CommandResult.Done);

    Task<DevicePage> IDirectoryGrain.DevicesAsync(CommandContext context, DeviceQuery query, CancellationToken cancellationToken)
    {
        var start = query.After is null ? 0 : int.Parse(query.After, System.Globalization.CultureInfo.InvariantCulture);
        var all = Devices
            .Where(device => query.Text is null || device.Name.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            .Where(device => query.UnitId is null || device.UnitId == query.UnitId)
            .Where(device => query.Kind is null || device.Kind == query.Kind)
            .ToList();
        var next = start + query.Take < all.Count ? (start + query.Take).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new DevicePage([.. all.Skip(start).Take(query.Take)], next, all.Count));
    }

    Task<ImmutableArray<UnitCount>> IDirectoryGrain.CountsAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            Units
                .Select(unit => new UnitCount(
                    unit.Id,
                    Devices.Count(device => device.UnitId == unit.Id),
                    Devices.Count(device => device.UnitId == unit.Id && device.State == DeviceState.Online)
                ))
                .ToImmutableArray()
        );

    Task<CommandResult<CameraStatus>> ICameraGrain.DescribeAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult<CommandResult<CameraStatus>>(
            Camera is { } camera ? camera : Refusal.Of(RefusalCode.NotFound, "camera-not-found", "There is no such camera.")
        );

    Task<CommandResult<CameraStatus>> ICameraGrain.CreateAsync(
        CommandContext context,
        CameraDraft draft,
        CancellationToken cancellationToken
    )
    {
        Created.Add(draft);
        return Answer(Status("new", draft.Name));
    }

    Task<CommandResult<CameraStatus>> ICameraGrain.UpdateAsync(
        CommandContext context,
        CameraDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        Created.Add(draft);
        return Answer(Status("same", draft.Name));
    }

    Task<CommandResult> ICameraGrain.DeleteAsync(CommandContext context, long? expectedVersion, CancellationToken cancellationToken)
    {
        Deleted++;
        return Task.FromResult(CommandResult.Done);
    }

    Task<CommandResult<StateHistory>> ICameraGrain.HistoryAsync(CommandContext context, int take, CancellationToken cancellationToken) =>
        Task.FromResult<CommandResult<StateHistory>>(
            new StateHistory([
                new StateChange(Noon, DeviceState.Online, DeviceState.Offline, new StateCause("host-unreachable", null), "system"),
            ])
        );

    Task<CommandResult<StillTicket>> ICameraGrain.StillAsync(CommandContext context, int maxWidth, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<string> ICameraGrain.WhereAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<CommandResult<ProbeReport>> ICameraProbeGrain.ProbeAsync(
        CommandContext context,
        string address,
        CredentialDraft? credential,
        TransportPreference transport,
        CancellationToken cancellationToken
    )
    {
        ProbedWith = credential;
        return Answer(Probe!);
    }

    private Task<CommandResult<T>> Answer<T>(T value)
        where T : class
    {
        var refusal = NextRefusal;
        NextRefusal = null;
        return Task.FromResult(refusal is null ? new CommandResult<T>(value, null) : new CommandResult<T>(null, refusal));
    }
}
