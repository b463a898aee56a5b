using System.Collections.Immutable;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Storage;

public sealed class AggregateSessionTests : StoreTestsBase
{
    private static readonly AggregateSchema<SchemaState> Schema = new(SchemaJsonContext.Default.SchemaState);

    protected override Task ConfigureAsync(Dictionary<string, string?> settings) => Task.CompletedTask;

    [Fact]
    public async Task SaveAsync_Saved_ReplacesTheStateAfterTheCommit()
    {
        var session = await OpenAsync();
        Assert.Null(session.State);

        Assert.Equal(new SaveResult.Saved(1, 1), await session.SaveAsync(new SchemaState("a", []), Changed(), Cancellation));

        Assert.Equal(("a", 1L), (session.State?.Title, session.Version));
        Assert.Equal("a", (await OpenAsync()).State?.Title);
    }

    [Fact]
    public async Task SaveAsync_SomebodyElseWasFirst_LoadsTheirState()
    {
        var mine = await OpenAsync();
        var theirs = await OpenAsync();
        await theirs.SaveAsync(new SchemaState("theirs", ["t"]), Changed(), Cancellation);

        Assert.Equal(new SaveResult.VersionConflict(1), await mine.SaveAsync(new SchemaState("mine", []), Changed(), Cancellation));

        Assert.Equal(("theirs", 1L), (mine.State?.Title, mine.Version));
        Assert.Equal(new SaveResult.Saved(2, 2), await mine.SaveAsync(new SchemaState("mine", []), Changed(), Cancellation));
    }

    [Fact]
    public async Task SaveAsync_Fails_KeepsTheOldState()
    {
        var session = await OpenAsync();
        await session.SaveAsync(new SchemaState("old", []), Changed(), Cancellation);
        await Record.Writer.DisposeAsync();

        await Assert.ThrowsAsync<StorageException>(() => session.SaveAsync(new SchemaState("new", []), Changed(), Cancellation));

        Assert.Equal(("old", 1L), (session.State?.Title, session.Version));
    }

    [Fact]
    public async Task DeleteAsync_ThenSave_StartsAnew()
    {
        var session = await OpenAsync();
        await session.SaveAsync(new SchemaState("a", []), Changed(), Cancellation);

        await session.DeleteAsync(Changed(), Cancellation);

        Assert.Null(session.State);
        Assert.Equal(3, (await SavedAgainAsync(session)).FirstSeq);
    }

    private static async Task<SaveResult.Saved> SavedAgainAsync(AggregateSession<SchemaState> session)
    {
        var reopened = await session.SaveAsync(new SchemaState("b", []), Changed(), Cancellation);
        return Assert.IsType<SaveResult.Saved>(reopened);
    }

    private static AggregateChanges Changed() => new() { Events = ImmutableArray.Create(new EventDraft("changed", TestRecord.Actor)) };

    private async Task<AggregateSession<SchemaState>> OpenAsync()
    {
        var session = new AggregateSession<SchemaState>(Record.Store, Key("session"), Schema);
        await session.LoadAsync(Cancellation);
        return session;
    }
}
