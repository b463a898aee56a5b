using Command.Contracts.Common;

namespace Command.Silo.Tests.Fixtures;

/// <summary>Starts a silo for one test class's facts, each with a fresh database.</summary>
public abstract class SiloTestsBase : IAsyncLifetime
{
    public const string AdminPassword = "correct horse battery";

    private readonly TestFolder _folder = new();

    private protected Dictionary<string, string?> Settings { get; private set; } = [];

    private protected ShiftedTime Time { get; } = new();

    private protected TestSilo Silo { get; private set; } = null!; // set by InitializeAsync, which xUnit calls first

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A signed-in person.</summary>
    protected static CommandContext Person { get; } =
        new(Ulid.New(TimeProvider.System), "王法官", null, null, "corr-1", "127.0.0.1", Ulid.New(TimeProvider.System));

    /// <summary>Somebody at the sign-in page.</summary>
    protected static CommandContext Stranger { get; } = new("anonymous", "anonymous", null, null, "corr-2", "127.0.0.1", null);

    public async ValueTask InitializeAsync()
    {
        Settings = new Dictionary<string, string?>
        {
            ["Command:DataDirectory"] = _folder.Path,
            ["COMMAND_SYSTEM_PASSWORD"] = AdminPassword,
            ["COMMAND_SECURITY_PASSWORD"] = AdminPassword,
            ["COMMAND_AUDIT_PASSWORD"] = AdminPassword,
        };
        Silo = await TestSilo.StartAsync(Settings, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task RestartAsync()
    {
        await Silo.DisposeAsync();
        Silo = await TestSilo.StartAsync(Settings, Time);
    }
}
