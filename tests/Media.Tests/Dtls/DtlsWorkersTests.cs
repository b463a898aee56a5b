using Command.Media.Dtls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Dtls;

public sealed class DtlsWorkersTests
{
    [Fact]
    public async Task TryRun_MoreThanThreadsAndQueue_IsRefusedAndCounted()
    {
        using var workers = new DtlsWorkers(2, 3, NullLogger<DtlsWorkers>.Instance);
        using var gate = new ManualResetEventSlim();
        using var running = new CountdownEvent(2);
        using var done = new CountdownEvent(5);
        for (var i = 0; i < 2; i++)
        {
            Assert.True(workers.TryRun(Job));
        }

        Assert.True(await Task.Run(() => running.Wait(10_000)));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(workers.TryRun(Job));
        }

        Assert.False(workers.TryRun(Job));
        Assert.Equal((1, 2), (workers.Refused, workers.Threads));
        gate.Set();
        Assert.True(await Task.Run(() => done.Wait(10_000)));

        void Job()
        {
            if (!running.IsSet)
            {
                running.Signal();
            }

            gate.Wait();
            done.Signal();
        }
    }

    [Fact]
    public async Task TryRun_AfterAFault_GoesOn()
    {
        using var workers = new DtlsWorkers(2, 8, NullLogger<DtlsWorkers>.Instance);
        using var done = new ManualResetEventSlim();
        Assert.True(workers.TryRun(() => throw new InvalidOperationException("a fault for the test")));
        Assert.True(workers.TryRun(done.Set));
        Assert.True(await Task.Run(() => done.Wait(10_000)));
    }
}
