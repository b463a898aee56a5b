using Command.Media.WebRtc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.WebRtc;

public sealed class SendLoopTests
{
    [Fact]
    public void Signal_FromManyThreads_NeverLosesTheLastOne()
    {
        using var loop = new SendLoop("test", TimeProvider.System, NullLogger.Instance);
        var clients = Enumerable.Range(0, 50).Select(_ => new Client()).ToArray();
        foreach (var client in clients)
        {
            client.Ticket = loop.Add(client);
        }
        Assert.Equal(50, loop.ClientCount);
        Parallel.For(
            0,
            20_000,
            i =>
            {
                var client = clients[i % clients.Length];
                Interlocked.Increment(ref client.Posted);
                client.Ticket!.Signal();
            }
        );
        Assert.True(SpinWait.SpinUntil(() => Array.TrueForAll(clients, client => client.Done == client.Posted), TimeSpan.FromSeconds(60)));
        Assert.True(SpinWait.SpinUntil(() => Array.TrueForAll(clients, client => client.Ticks > 0), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Run_ClientThrows_OthersGoOn()
    {
        using var loop = new SendLoop("test", TimeProvider.System, NullLogger.Instance);
        var bad = new Client { Throws = true };
        var good = new Client();
        bad.Ticket = loop.Add(bad);
        good.Ticket = loop.Add(good);
        bad.Ticket.Signal();
        good.Posted = 1;
        good.Ticket.Signal();
        Assert.True(SpinWait.SpinUntil(() => good.Done == 1 && bad.Failures == 1, TimeSpan.FromSeconds(60)));
        bad.Ticket.Remove();
        Assert.Equal(1, loop.ClientCount);
    }

    [Fact]
    public void SignalSoon_Client_RunsAgainWithoutAnotherSignal()
    {
        using var loop = new SendLoop("test", TimeProvider.System, NullLogger.Instance);
        var client = new Client { Repeats = 20 };
        client.Ticket = loop.Add(client);
        client.Ticket.Signal();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref client.Runs) == 21, TimeSpan.FromSeconds(60)));
        // Each run waited for its moment: 20 of them take longer than none.
        Assert.True(client.LastRun - client.FirstRun >= TimeProvider.System.TimestampFrequency / 1_000 * 20 * 4);
    }

    [Fact]
    public void Choose_Group_TakesTheLoopWithFewest()
    {
        using var group = new SendLoopGroup(2, TimeProvider.System, NullLogger<SendLoop>.Instance);
        var first = group.Choose();
        first.Add(new Client());
        var second = group.Choose();
        Assert.NotSame(first, second);
        second.Add(new Client());
        second.Add(new Client());
        Assert.Same(first, group.Choose());
    }

    private sealed class Client : ISendLoopClient
    {
        public int Posted;
        public int Done;
        public int Ticks;
        public int Failures;
        public int Runs;
        public long FirstRun;
        public long LastRun;

        public int Repeats { get; init; }

        public bool Throws { get; init; }

        public SendLoop.Ticket? Ticket { get; set; }

        public void Run(long now)
        {
            if (Throws)
            {
                throw new InvalidOperationException("On purpose.");
            }
            Volatile.Write(ref Done, Volatile.Read(ref Posted));
            FirstRun = FirstRun == 0 ? now : FirstRun;
            LastRun = now;
            if (Runs < Repeats)
            {
                Ticket?.SignalSoon();
                Ticket?.SignalSoon();
            }
            Interlocked.Increment(ref Runs);
        }

        public void Tick(long now) => Interlocked.Increment(ref Ticks);

        public void Fail(Exception exception) => Interlocked.Increment(ref Failures);
    }
}
