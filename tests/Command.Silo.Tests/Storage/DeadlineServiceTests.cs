using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Storage;

public sealed class DeadlineServiceTests : SiloTestsBase
{
    [Fact]
    public async Task DueDeadline_WakesItsGrain_WhichClearsIt()
    {
        var woken = WakeProbeGrain.Expect("a");

        await SetAsync("a", "clear");

        Assert.Equal("clear", await woken.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        await WaitUntilAsync(async () => (await DeadlinesAsync()).Count == 0);
    }

    [Fact]
    public async Task GrainThatFails_IsOfferedTheDeadlineAgainWhenTheLeaseEnds()
    {
        var first = WakeProbeGrain.Expect("b");
        await SetAsync("b", "fail");
        await first.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        var second = WakeProbeGrain.Expect("b");

        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("fail", await second.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        Assert.Single(await DeadlinesAsync());
    }

    [Fact]
    public async Task DueDeadline_AfterARestart_StillWakes()
    {
        await SetAsync("c", "clear", TimeSpan.FromMinutes(5));
        var woken = WakeProbeGrain.Expect("c");
        Time.Advance(TimeSpan.FromMinutes(6));

        await RestartAsync();

        Assert.Equal("clear", await woken.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    private async Task SetAsync(string id, string name, TimeSpan after = default)
    {
        var write = new AggregateWrite(new AggregateKey(WakeProbeGrain.Kind, id), 0, 0, "{}")
        {
            Deadlines = [new DeadlineChange(name, Time.GetUtcNow() + after)],
        };
        Assert.IsType<SaveResult.Saved>(await Silo.Services.GetRequiredService<IAggregateStore>().SaveAsync(write, Cancellation));
    }

    private async Task<List<DeadlineRow>> DeadlinesAsync()
    {
        var contexts = Silo.Services.GetRequiredService<IDbContextFactory<CommandDbContext>>();
        await using var context = await contexts.CreateDbContextAsync(Cancellation);
        return await context.Deadlines.ToListAsync(Cancellation);
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }
}
