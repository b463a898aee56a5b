using Command.Silo.Accounts;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Storage;

/// <summary>Opens the database of one test; every fact of a derived class's base runs on both databases.</summary>
public abstract class StoreTestsBase : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    private protected Dictionary<string, string?> Settings { get; private set; } = [];

    private protected TestRecord Record { get; set; } = null!; // set by InitializeAsync, which xUnit calls first

    private protected ShiftedTime Time { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Settings = new Dictionary<string, string?> { ["Command:DataDirectory"] = _folder.Path, ["Command:Node"] = "node-1" };
        await ConfigureAsync(Settings);
        Record = await TestRecord.OpenAsync(Settings, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task ConfigureAsync(Dictionary<string, string?> settings);

    private protected async Task ReopenAsync()
    {
        await Record.DisposeAsync();
        Record = await TestRecord.OpenAsync(Settings, Time);
    }

    private protected static AggregateKey Key(string id) => new("thing", id);

    private protected static AggregateWrite Write(string id, long expectedVersion, string json = "{}", int events = 1) =>
        new(Key(id), expectedVersion, Schema: 0, json)
        {
            Events = [.. Enumerable.Range(0, events).Select(i => new EventDraft($"thing.changed-{i}", TestRecord.Actor))],
        };

    private protected static AccountRow Account(string id, string name, string displayName = "name") =>
        new()
        {
            Id = id,
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            DisplayName = displayName,
            Disabled = false,
            CreatedAt = DateTimeOffset.UnixEpoch.AddTicks(123_456_789_0),
        };
}
