using System.Text.Json;
using Command.Silo.Accounts;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Storage;

public abstract class AggregateStoreTests : StoreTestsBase
{
    [Fact]
    public async Task SaveAsync_NewAggregate_StoresStateAndEvent()
    {
        var write = Write("a", 0, """{"name":"一号庭"}""", events: 0) with
        {
            Events =
            [
                new EventDraft("thing.created", TestRecord.Actor)
                {
                    Cause = "ordered",
                    Before = """{"x":1}""",
                    After = """{"x":2}""",
                },
            ],
        };

        var result = await Record.Store.SaveAsync(write, Cancellation);

        Assert.Equal(new SaveResult.Saved(Version: 1, FirstSeq: 1), result);
        Assert.Equal(new StoredAggregate(1, 0, """{"name":"一号庭"}"""), await Record.Store.LoadAsync(Key("a"), Cancellation));
        var row = Assert.Single(await Record.EventsAsync());
        Assert.Equal(("node-1", 1L, "thing", "a", "thing.created"), (row.Node, row.Seq, row.Kind, row.Id, row.Type));
        Assert.Equal(TestRecord.Actor.ActorId, row.Actor);
        Assert.Equal(TestRecord.Actor.ActorName, row.ActorName);
        Assert.Equal(TestRecord.Actor.UnitId, row.Unit);
        Assert.Equal(TestRecord.Actor.Purpose, row.Purpose);
        Assert.Equal(TestRecord.Actor.SessionId, row.SessionId);
        Assert.Equal(("ordered", "done"), (row.Cause, row.Outcome));
    }

    [Fact]
    public async Task SaveAsync_Event_PayloadTellsWhatTheColumnsTell()
    {
        await Record.Store.SaveAsync(Write("a", 0, events: 2), Cancellation);

        foreach (var row in await Record.EventsAsync())
        {
            using var payload = JsonDocument.Parse(row.Payload);
            Assert.Equal(row.Node, payload.RootElement.GetProperty("node").GetString());
            Assert.Equal(row.Seq, payload.RootElement.GetProperty("seq").GetInt64());
            Assert.Equal(row.AtUs, payload.RootElement.GetProperty("atUs").GetInt64());
            Assert.Equal(row.Type, payload.RootElement.GetProperty("type").GetString());
            Assert.Equal(row.ActorName, payload.RootElement.GetProperty("actorName").GetString());
            Assert.Equal(row.ClientAddress, payload.RootElement.GetProperty("clientAddress").GetString());
            Assert.False(payload.RootElement.TryGetProperty("cause", out _));
        }
    }

    [Fact]
    public async Task SaveAsync_OldVersion_IsAConflictAndChangesNothing()
    {
        await Record.Store.SaveAsync(Write("a", 0, "1"), Cancellation);
        await Record.Store.SaveAsync(Write("a", 1, "2"), Cancellation);

        var late = Write("a", 1, "3") with
        {
            Projections = [ProjectionChange.Upsert(Account("x", "x"))],
            Deadlines = [new DeadlineChange("soon", Time.GetUtcNow())],
        };
        var result = await Record.Store.SaveAsync(late, Cancellation);

        Assert.Equal(new SaveResult.VersionConflict(Actual: 2), result);
        Assert.Equal("2", (await Record.Store.LoadAsync(Key("a"), Cancellation))?.Json);
        Assert.Equal(2, (await Record.EventsAsync()).Count);
        Assert.Empty(await Record.RowsAsync<AccountRow>());
        Assert.Empty(await Record.RowsAsync<DeadlineRow>());
    }

    [Fact]
    public async Task SaveAsync_CreatedTwice_IsAConflict()
    {
        await Record.Store.SaveAsync(Write("a", 0), Cancellation);

        Assert.Equal(new SaveResult.VersionConflict(Actual: 1), await Record.Store.SaveAsync(Write("a", 0), Cancellation));
    }

    [Fact]
    public async Task SaveAsync_UpdateOfNothing_IsAConflict()
    {
        Assert.Equal(new SaveResult.VersionConflict(Actual: 0), await Record.Store.SaveAsync(Write("a", 7), Cancellation));
    }

    [Fact]
    public async Task SaveAsync_TakenUniqueKey_KeepsNothingOfTheCommand()
    {
        var first = Write("a", 0) with { Projections = [ProjectionChange.Upsert(Account("a", "admin"))] };
        await Record.Store.SaveAsync(first, Cancellation);

        var second = Write("b", 0) with
        {
            Projections = [ProjectionChange.Upsert(Account("c", "other")), ProjectionChange.Upsert(Account("b", "admin"))],
            Deadlines = [new DeadlineChange("soon", Time.GetUtcNow())],
        };
        var result = await Record.Store.SaveAsync(second, Cancellation);

        Assert.Contains("normalized_user_name", Assert.IsType<SaveResult.DuplicateKey>(result).Constraint, StringComparison.Ordinal);
        Assert.Null(await Record.Store.LoadAsync(Key("b"), Cancellation));
        Assert.Equal("a", Assert.Single(await Record.RowsAsync<AccountRow>()).Id);
        Assert.Empty(await Record.RowsAsync<DeadlineRow>());
        await Record.Store.SaveAsync(Write("d", 0), Cancellation);
        Assert.Equal([1L, 2L], (await Record.EventsAsync()).Select(row => row.Seq));
    }

    [Fact]
    public async Task SaveAsync_BrokenEvent_KeepsNothingOfTheCommand()
    {
        var broken = Write("a", 0) with
        {
            Projections = [ProjectionChange.Upsert(Account("a", "admin"))],
            Events = [new EventDraft("fine", TestRecord.Actor), new EventDraft(null!, TestRecord.Actor)], // the column refuses null
        };

        await Assert.ThrowsAnyAsync<Exception>(() => Record.Store.SaveAsync(broken, Cancellation));

        Assert.Null(await Record.Store.LoadAsync(Key("a"), Cancellation));
        Assert.Empty(await Record.RowsAsync<AccountRow>());
        Assert.Empty(await Record.EventsAsync());
        Assert.Equal(new SaveResult.Saved(1, 1), await Record.Store.SaveAsync(Write("b", 0), Cancellation));
    }

    [Fact]
    public async Task SaveAsync_Delete_RemovesStateRowAndDeadlinesAndKeepsEvents()
    {
        var create = Write("a", 0) with
        {
            Projections = [ProjectionChange.Upsert(Account("a", "admin"))],
            Deadlines = [new DeadlineChange("one", Time.GetUtcNow()), new DeadlineChange("two", Time.GetUtcNow())],
        };
        await Record.Store.SaveAsync(create, Cancellation);

        var delete = Write("a", 1) with { Delete = true, Projections = [ProjectionChange.Delete<AccountRow>("a")] };
        Assert.Equal(new SaveResult.Saved(2, 2), await Record.Store.SaveAsync(delete, Cancellation));

        Assert.Null(await Record.Store.LoadAsync(Key("a"), Cancellation));
        Assert.Empty(await Record.RowsAsync<AccountRow>());
        Assert.Empty(await Record.RowsAsync<DeadlineRow>());
        Assert.Equal(2, (await Record.EventsAsync()).Count);
    }

    [Fact]
    public async Task SaveAsync_UpsertTwice_OverwritesEveryColumnExactly()
    {
        var first = Write("a", 0) with { Projections = [ProjectionChange.Upsert(Account("a", "admin", "old"))] };
        await Record.Store.SaveAsync(first, Cancellation);
        var changed = new AccountRow
        {
            Id = "a",
            UserName = "admin",
            NormalizedUserName = "ADMIN",
            DisplayName = "新名",
            UnitId = "u",
            Disabled = true,
            CreatedAt = DateTimeOffset.UnixEpoch.AddTicks(-10),
        };
        await Record.Store.SaveAsync(Write("a", 1) with { Projections = [ProjectionChange.Upsert(changed)] }, Cancellation);

        var row = Assert.Single(await Record.RowsAsync<AccountRow>());
        Assert.Equal(("新名", "u", true), (row.DisplayName, row.UnitId, row.Disabled));
        Assert.Equal(changed.CreatedAt, row.CreatedAt);
    }

    [Fact]
    public async Task AppendAsync_WithoutState_NumbersTheEvents()
    {
        await Record.Store.SaveAsync(Write("a", 0, events: 2), Cancellation);

        var draft = new EventDraft("thing.refused", TestRecord.Actor) { Outcome = EventOutcome.Refused };
        Assert.Equal(3, await Record.Store.AppendAsync(Key("z"), [draft, draft], Cancellation));

        Assert.Equal([1L, 2L, 3L, 4L], (await Record.EventsAsync()).Select(row => row.Seq));
        Assert.Null(await Record.Store.LoadAsync(Key("z"), Cancellation));
    }

    [Fact]
    public async Task SaveAsync_200Writers_AllAreSavedAndNumbersHaveNoHoles()
    {
        const int writers = 200;
        const int rounds = 5;
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(async writer =>
                {
                    for (var round = 0; round < rounds; round++)
                    {
                        var result = await Record.Store.SaveAsync(
                            Write($"{writer}", round, $"{round}", events: 1 + writer % 2),
                            Cancellation
                        );
                        Assert.Equal(round + 1, Assert.IsType<SaveResult.Saved>(result).Version);
                    }
                })
        );

        var events = await Record.EventsAsync();
        Assert.Equal(Enumerable.Range(1, writers * rounds * 3 / 2).Select(seq => (long)seq), events.Select(row => row.Seq));
        Assert.All(await Record.RowsAsync<AggregateRow>(), row => Assert.Equal((rounds, $"{rounds - 1}"), (row.Version, row.Json)));
    }

    [Fact]
    public async Task SaveAsync_OneAggregateManyWriters_ExactlyOneWinsEachVersion()
    {
        for (var version = 0; version < 5; version++)
        {
            var results = await Task.WhenAll(
                Enumerable.Range(0, 20).Select(i => Record.Store.SaveAsync(Write("a", version, $"{i}"), Cancellation))
            );
            Assert.Single(results, result => result is SaveResult.Saved);
            Assert.Equal(19, results.Count(result => result == new SaveResult.VersionConflict(version + 1)));
        }

        Assert.Equal(5, (await Record.EventsAsync()).Count);
    }

    [Fact]
    public async Task StartAsync_AfterARestart_GoesOnWithTheNextNumber()
    {
        await Record.Store.SaveAsync(Write("a", 0, events: 3), Cancellation);

        await ReopenAsync();

        Assert.Equal(new SaveResult.Saved(2, 4), await Record.Store.SaveAsync(Write("a", 1), Cancellation));
        Assert.Equal(4, Assert.Single(await Record.RowsAsync<NodeRow>()).LastSeq);
    }

    [Fact]
    public async Task SaveAsync_TextFromStrangers_CanBeStored()
    {
        var text = RecordText.Of("\0 \ud83d 😀 '; DROP TABLE events; --", 64);
        var draft = new EventDraft("thing.refused", TestRecord.Actor) { Cause = text };

        await Record.Store.AppendAsync(Key("z"), [draft], Cancellation);

        Assert.Equal(text, Assert.Single(await Record.EventsAsync()).Cause);
    }

    [Fact]
    public void Model_AndMigrations_Agree()
    {
        using var context = Record.Contexts.CreateDbContext();
        Assert.False(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.HasPendingModelChanges(context.Database));
    }
}
