using Command.Devices.Drivers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Command.Devices.Tests.Drivers;

public sealed class DeviceSupervisorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _sink.Dispose();
    }

    [Fact]
    public async Task RunAsync_FailsForEver_WaitsLongerUpToTheLastStep()
    {
        var run = Start(new ScriptedDriver((_, _) => throw new DeviceException(DeviceCause.ConnectionRefused, "refused")));

        double[] expected = [1, 2, 5, 10, 30, 30, 30];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(i + 1, (await _sink.NextAsync<DeviceConnecting>()).Attempt);
            var offline = await _sink.NextAsync<DeviceOffline>();
            Assert.Equal(DeviceCause.ConnectionRefused, offline.Cause);
            var wait = Assert.NotNull(offline.RetryIn);
            Assert.InRange(wait.TotalSeconds, expected[i] * 0.8, expected[i] * 1.2);
            await AdvanceAsync(wait);
        }

        await StopAsync(run);
    }

    [Fact]
    public async Task RunAsync_WasOnlineLongEnough_StartsAgainWithTheFirstStep()
    {
        var runs = 0;
        var run = Start(
            new ScriptedDriver(
                async (sink, token) =>
                {
                    if (++runs == 3)
                    {
                        await sink.PostAsync(new DeviceOnline("d", "s", _time.GetUtcNow(), [], [], false), token);
                        await Task.Delay(TimeSpan.FromSeconds(60), _time, token);
                    }

                    throw new DeviceException(DeviceCause.Stalled, "stalled");
                }
            )
        );

        for (var i = 0; i < 2; i++)
        {
            await AdvanceAsync((await _sink.NextAsync<DeviceOffline>()).RetryIn!.Value); // a running supervisor always waits
        }

        await _sink.NextAsync<DeviceOnline>();
        await AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.InRange((await _sink.NextAsync<DeviceOffline>()).RetryIn!.Value.TotalSeconds, 0.8, 1.2); // as above
        await StopAsync(run);
    }

    [Fact]
    public async Task RunAsync_WrongPassword_WaitsTheLongestAtOnce()
    {
        var run = Start(new ScriptedDriver((_, _) => throw new DeviceException(DeviceCause.Unauthorized, "no")));

        Assert.InRange((await _sink.NextAsync<DeviceOffline>()).RetryIn!.Value.TotalSeconds, 24, 36); // a running supervisor always waits
        await StopAsync(run);
    }

    [Fact]
    public async Task RunAsync_DriverHasABug_TriesAgain()
    {
        var run = Start(new ScriptedDriver((_, _) => throw new InvalidOperationException("bug")));

        var offline = await _sink.NextAsync<DeviceOffline>();
        Assert.Equal(DeviceCause.ProtocolError, offline.Cause);
        await AdvanceAsync(offline.RetryIn!.Value); // a running supervisor always waits
        Assert.Equal(2, (await _sink.NextAsync<DeviceConnecting>(e => e.Attempt > 1)).Attempt);
        await StopAsync(run);
    }

    [Fact]
    public async Task RunAsync_Cancelled_SaysFarewellWithoutAnException()
    {
        var run = Start(new ScriptedDriver((_, token) => Task.Delay(Timeout.Infinite, token)));
        await _sink.NextAsync<DeviceConnecting>();

        await StopAsync(run);

        var farewell = await _sink.NextAsync<DeviceOffline>();
        Assert.Equal((DeviceCause.ServerStopping, null), (farewell.Cause, farewell.RetryIn));
    }

    [Fact]
    public async Task RunAsync_DriverFailsWhileStopping_SaysFarewellWithoutAnException()
    {
        var run = Start(
            new ScriptedDriver(
                async (_, token) =>
                {
                    await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw new InvalidOperationException("bug in the clean-up");
                }
            )
        );
        await _sink.NextAsync<DeviceConnecting>();

        await StopAsync(run);

        Assert.Equal(DeviceCause.ServerStopping, (await _sink.NextAsync<DeviceOffline>()).Cause);
    }

    private Task Start(IDeviceDriver driver)
    {
        Assert.True(DeviceUri.TryParse("rtsp://127.0.0.1/x", out var uri, out _));
        var session = new DeviceSession("d", "s", uri, null);
        var supervisor = new DeviceSupervisor(driver, session, _sink, new BackoffOptions(), _time, NullLogger.Instance);
        return Task.Run(() => supervisor.RunAsync(_stop.Token), TestContext.Current.CancellationToken);
    }

    private async Task StopAsync(Task run)
    {
        await _stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Moves the clock in small steps until the wait was certainly armed and over: the event comes just before its timer is made.
    /// </summary>
    private async Task AdvanceAsync(TimeSpan span)
    {
        var seen = _sink.Seen.Count;
        _time.Advance(span);
        while (_sink.Seen.Count == seen)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private sealed class ScriptedDriver(Func<IDeviceSink, CancellationToken, Task> script) : IDeviceDriver
    {
        public Task RunAsync(DeviceSession session, IDeviceSink sink, CancellationToken cancellationToken) =>
            script(sink, cancellationToken);

        public Task<ProbeResult> ProbeAsync(DeviceUri uri, DeviceCredential? credential, CancellationToken cancellationToken) =>
            Task.FromResult(ProbeResult.Failed(DeviceCause.None, null));
    }
}
