using System.Net;
using Command.Devices.Mqtt;
using Microsoft.Extensions.Time.Testing;

namespace Command.Devices.Tests.Mqtt;

public sealed class DeviceLanesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryRun_OneDevice_RunsInOrder_OthersDoNotWait()
    {
        var lanes = new DeviceLanes();
        var gate = new TaskCompletionSource();
        var order = new List<int>();
        var turns = new List<Task<int>>();
        for (var number = 0; number < 20; number++)
        {
            var mine = number;
            turns.Add(
                lanes.TryRun(
                    "R1",
                    100,
                    async () =>
                    {
                        await gate.Task;
                        order.Add(mine);
                        return mine;
                    }
                )!
            );
        }

        Assert.Equal(7, await lanes.TryRun("R2", 1, () => Task.FromResult(7))!.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        Assert.Empty(order);
        gate.SetResult();

        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(turns));
        Assert.Equal(Enumerable.Range(0, 20), order);
        await Eventually.IsTrueAsync(() => lanes.Count == 0, Cancellation);
    }

    [Fact]
    public async Task TryRun_FullLane_IsRefused_FailedWorkLetsTheNextRun()
    {
        var lanes = new DeviceLanes();
        var gate = new TaskCompletionSource();
        var failing = lanes.TryRun<int>(
            "R1",
            2,
            async () =>
            {
                await gate.Task;
                throw new InvalidOperationException("x");
            }
        )!;
        var second = lanes.TryRun("R1", 2, () => Task.FromResult(2))!;

        Assert.Null(lanes.TryRun("R1", 2, () => Task.FromResult(3)));
        gate.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(2, await second);
    }

    [Fact]
    public void FailureTable_BlocksAnAddress_ButLetsKnownDevicesIn()
    {
        var time = new FakeTimeProvider();
        var table = new FailureTable(perMinute: 3, time);
        var address = IPAddress.Parse("192.0.2.1");
        for (var failure = 0; failure < 3; failure++)
        {
            Assert.False(table.IsBlocked(address, null));
            table.Failed(address, null);
        }

        Assert.True(table.IsBlocked(address, null));
        Assert.True(table.IsBlocked(IPAddress.Parse("::ffff:192.0.2.1"), null));
        Assert.False(table.IsBlocked(address, "R1"));
        Assert.False(table.IsBlocked(IPAddress.Parse("192.0.2.2"), null));
        for (var failure = 0; failure < 3; failure++)
        {
            table.Failed(address, "R1");
        }
        Assert.True(table.IsBlocked(address, "R1"));
        Assert.False(table.IsBlocked(address, "R2"));

        time.Advance(TimeSpan.FromSeconds(21));
        Assert.False(table.IsBlocked(address, null));
    }

    [Fact]
    public void FailureTable_IsBounded_AndCountsAWholeIpv6Network()
    {
        var table = new FailureTable(perMinute: 1, new FakeTimeProvider());
        table.Failed(IPAddress.Parse("2001:db8::1"), null);
        Assert.True(table.IsBlocked(IPAddress.Parse("2001:db8::ffff:2"), null));

        for (var number = 0; number < FailureTable.Capacity + 500; number++)
        {
            table.Failed(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), null);
        }

        Assert.Equal(FailureTable.Capacity, table.Count);
        Assert.False(table.IsBlocked(IPAddress.Parse("2001:db8::1"), null));
    }

    [Fact]
    public void TokenBucket_Take_TellsHowLongToWait()
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(perSecond: 10, burst: 2, time);

        Assert.Equal(TimeSpan.Zero, bucket.Take());
        Assert.Equal(TimeSpan.Zero, bucket.Take());
        Assert.Equal(TimeSpan.FromMilliseconds(100), bucket.Take());
        Assert.Equal(TimeSpan.FromMilliseconds(200), bucket.Take());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(bucket.IsFull);
    }
}
