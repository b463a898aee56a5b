using Command.Contracts.Accounts;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Silo.Authority;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Fixtures;

/// <summary>A whole silo with fake devices for each fact, and the things people do first.</summary>
public abstract class NounTestsBase : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    private protected FakeDevice Device { get; } = new();

    private protected ShiftedTime Time { get; } = new();

    private protected NounSilo Silo { get; set; } = null!; // set by InitializeAsync, which xUnit calls first

    private protected string DataDirectory => _folder.Path;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Somebody who has signed in.</summary>
    protected CommandContext Person { get; private set; } = null!; // set by InitializeAsync, which xUnit calls first

    protected static CommandContext Stranger { get; } = new("anonymous", "anonymous", null, null, "corr-2", "127.0.0.1", null);

    private protected IUnitTreeGrain Units => Silo.Grains.GetGrain<IUnitTreeGrain>(IUnitTreeGrain.SiteKey);

    private protected IDirectoryGrain Directory => Silo.Grains.GetGrain<IDirectoryGrain>(IUnitTreeGrain.SiteKey);

    /// <summary>Fake devices unless a test wants real ones.</summary>
    protected virtual bool UsesFakeDevices => true;

    public virtual async ValueTask InitializeAsync()
    {
        Silo = await StartAsync(_folder.Path);
        Person = await SignInAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<NounSilo> StartAsync(string dataDirectory) =>
        NounSilo.StartAsync(
            new Dictionary<string, string?>
            {
                ["Command:DataDirectory"] = dataDirectory,
                ["Command:MediaDoor:Port"] = "0",
                ["Command:MediaNode:IdleAfter"] = "00:00:00.5",
                ["Command:MediaNode:SourceWait"] = "00:00:05",
                ["Command:MediaNode:RightCheck"] = "00:00:01",
                ["Media:Port"] = "0",
                ["Mqtt:Enabled"] = "false",
                ["Media:PublicAddresses:0"] = "127.0.0.1",
                ["COMMAND_SYSTEM_PASSWORD"] = "correct horse battery",
                ["COMMAND_SECURITY_PASSWORD"] = "correct horse battery",
                ["COMMAND_AUDIT_PASSWORD"] = "correct horse battery",
            },
            Time,
            UsesFakeDevices ? Device : null,
            Replace
        );

    /// <summary>Puts a test's own parts in place of the silo's.</summary>
    private protected virtual void Replace(IServiceCollection services) { }

    /// <summary>Somebody with every operating right on the whole site.</summary>
    private protected async Task<CommandContext> SignInAsync()
    {
        var person = await SignInAsync([], null);
        await Roles.GrantAsync(Silo.Grains, Time, person.ActorId, null, Roles.Everything, Cancellation);
        return person;
    }

    /// <summary>Somebody with these roles in a unit, or on the whole site.</summary>
    private protected async Task<CommandContext> SignInAsync(string[] roles, string? unitId)
    {
        var id = Ulid.New(Time);
        var account = Silo.Grains.GetGrain<IAccountGrain>(id);
        var record = new AccountRecord(id, id, id.ToUpperInvariant(), "王法官", null, null, "stamp", 0, null, null, false, 0);
        var person = new CommandContext(id, record.DisplayName, null, null, "corr-1", "127.0.0.1", null);
        Assert.Null((await account.SaveAsync(person, record, Cancellation)).Refusal);
        var ticket = (await account.OpenSessionAsync(person, "tests", Cancellation)).Value!; // an account without lock has no refusal
        await Roles.GrantAsync(Silo.Grains, Time, id, unitId, roles, Cancellation);
        return person with { SessionId = ticket.SessionId };
    }

    /// <summary>Puts a device into somebody's hands.</summary>
    private protected async Task HoldAsync(string deviceId, CommandContext person)
    {
        await using var database = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        await database.Set<DeviceHolderRow>().Where(row => row.DeviceId == deviceId).ExecuteDeleteAsync(Cancellation);
        database.Add(new DeviceHolderRow { DeviceId = deviceId, AccountId = person.ActorId });
        await database.SaveChangesAsync(Cancellation);
        await Silo.Services.GetRequiredService<AccessBook>().RefreshAsync(Cancellation);
    }

    private protected ICameraGrain Camera(string id) => Silo.Grains.GetGrain<ICameraGrain>(id);

    private protected static string MainOf(string cameraId) => StreamPath.OfCamera(cameraId, "main").Value;

    private protected static string SubOf(string cameraId) => StreamPath.OfCamera(cameraId, "sub").Value;

    private protected static CameraDraft Draft(string unitId) =>
        new("大厅 Hall", "C-01", "rtsp://192.0.2.10/live", null, null, TransportPreference.Auto, true, true, unitId, null);

    private protected async Task<string> UnitAsync(string name = "法院 Court", string? parentId = null)
    {
        var result = await Units.CreateAsync(Person, new UnitDraft(name, null, parentId, null, 0), Cancellation);
        Assert.Null(result.Refusal);
        return result.Value!.Id; // no refusal, so there is a value
    }

    private protected async Task<CameraStatus> CameraAsync(CameraDraft draft)
    {
        var result = await Camera(Ulid.New(Time)).CreateAsync(Person, draft, Cancellation);
        Assert.Null(result.Refusal);
        return result.Value!; // no refusal, so there is a value
    }

    private protected Task<CameraStatus> StateAsync(string cameraId, DeviceState state) =>
        Until.ValueAsync(
            async () => (await Camera(cameraId).DescribeAsync(Person, Cancellation)).Value,
            status => status.State == state,
            $"camera is {state}"
        );
}
