using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Storage;

public abstract class DeadlineTests : StoreTestsBase
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Claim_DueDeadlines_AreHandedOutOldestFirst()
    {
        var now = Time.GetUtcNow();
        await SetAsync("a", 0, new DeadlineChange("late", now.AddSeconds(-1)), new DeadlineChange("later", now.AddHours(1)));
        await SetAsync("b", 0, new DeadlineChange("early", now.AddSeconds(-9)));

        var due = await ClaimAsync(Record.Writer);

        Assert.Equal(["early", "late"], due.OrderBy(deadline => deadline.DueUs).Select(deadline => deadline.Name));
        Assert.Equal(UnixMicroseconds.From(now.AddSeconds(-9)), due.Min(deadline => deadline.DueUs));
    }

    [Fact]
    public async Task Claim_LeasedDeadline_IsNobodyElsesUntilTheLeaseEnds()
    {
        await SetAsync("a", 0, new DeadlineChange("due", Time.GetUtcNow()));
        await using var second = await SecondNodeAsync();
        var other = second.GetRequiredService<ICommandWriter>();

        Assert.Single(await ClaimAsync(Record.Writer));
        Assert.Empty(await ClaimAsync(other));
        Time.Advance(Lease);

        Assert.Single(await ClaimAsync(other));
        Assert.Empty(await ClaimAsync(Record.Writer));
        Assert.Equal("node-2", Assert.Single(await Record.RowsAsync<DeadlineRow>()).LeaseNode);
    }

    [Fact]
    public async Task Claim_ManyNodesAtOnce_EachDeadlineHasOneHolder()
    {
        for (var i = 0; i < 20; i++)
        {
            await SetAsync($"{i}", 0, new DeadlineChange("due", Time.GetUtcNow()));
        }

        await using var second = await SecondNodeAsync();
        ICommandWriter[] nodes = [Record.Writer, second.GetRequiredService<ICommandWriter>()];
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => ClaimAsync(nodes[i % 2], limit: 7)));

        Assert.Equal(20, claims.Sum(claim => claim.Length));
        Assert.Equal(20, claims.SelectMany(claim => claim).Select(deadline => deadline.Key).Distinct().Count());
    }

    [Fact]
    public async Task SaveAsync_MovedOrClearedDeadline_FollowsTheCommand()
    {
        var now = Time.GetUtcNow();
        await SetAsync("a", 0, new DeadlineChange("moved", now), new DeadlineChange("cleared", now));
        Assert.Equal(2, (await ClaimAsync(Record.Writer)).Length);

        await SetAsync("a", 1, new DeadlineChange("moved", now.AddSeconds(5)), new DeadlineChange("cleared", null));
        Assert.Empty(await ClaimAsync(Record.Writer));
        Time.Advance(TimeSpan.FromSeconds(5));

        // Moving took the lease away: due again at once, not when the old lease would have ended.
        Assert.Equal("moved", Assert.Single(await ClaimAsync(Record.Writer)).Name);
    }

    private async Task SetAsync(string id, long version, params DeadlineChange[] deadlines)
    {
        var write = Write(id, version) with { Deadlines = [.. deadlines] };
        Assert.IsType<SaveResult.Saved>(await Record.Store.SaveAsync(write, Cancellation));
    }

    private Task<System.Collections.Immutable.ImmutableArray<DueDeadline>> ClaimAsync(ICommandWriter writer, int limit = 256)
    {
        var now = Time.GetUtcNow();
        return writer.ClaimDeadlinesAsync(
            new DeadlineClaim(UnixMicroseconds.From(now), UnixMicroseconds.From(now + Lease), limit),
            Cancellation
        );
    }

    private async Task<ServiceProvider> SecondNodeAsync()
    {
        var services = TestRecord.Build(new Dictionary<string, string?>(Settings) { ["Command:Node"] = "node-2" }, Time);
        await services.GetRequiredService<ICommandWriter>().StartAsync(Cancellation);
        return services;
    }
}
