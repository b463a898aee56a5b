using Command.Devices.Drivers;
using Command.Devices.Rtsp;

namespace Command.Devices.Tests.Rtsp;

/// <summary>One supervised RTSP session of a test; disposing stops it and proves that no packet buffer is left out.</summary>
internal sealed class RtspRun : IAsyncDisposable
{
    public const string Stream = "camera/test/main";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public RtspRun(
        string url,
        RtspTransportPreference transport = RtspTransportPreference.Automatic,
        RtspOptions? options = null,
        BackoffOptions? backoff = null
    )
    {
        Assert.True(DeviceUri.TryParse(url, out var uri, out var credential));
        var session = new DeviceSession("test", Stream, uri, credential, transport);
        var driver = new RtspDriver(options ?? new RtspOptions(), TimeProvider.System, Logs);
        var supervisor = new DeviceSupervisor(
            driver,
            session,
            Sink,
            backoff ?? new BackoffOptions { Steps = [TimeSpan.FromMilliseconds(100)] },
            TimeProvider.System,
            Logs.CreateLogger("supervisor")
        );
        _run = Task.Run(() => supervisor.RunAsync(_stop.Token));
    }

    public RecordingSink Sink { get; } = new();

    public KeepingLoggers Logs { get; } = new();

    public Task<DeviceOnline> OnlineAsync(Func<DeviceOnline, bool>? where = null) => Sink.NextAsync(where);

    public StreamWatcher Watch()
    {
        Assert.True(Sink.Hub.TryFind(Stream, out var stream));
        return new StreamWatcher(stream);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(Sink.Hub.Streams);
        Assert.Equal(0, Sink.Pool.Outstanding);
        Assert.Equal(0, Sink.Pool.OverReturned);
        _stop.Dispose();
        Sink.Dispose();
        Logs.Dispose();
    }
}
