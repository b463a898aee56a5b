using System.Collections.Concurrent;
using System.Collections.Immutable;
using Command.Devices.Drivers;
using Command.Media.Codecs;
using Command.Media.Hub;

namespace Command.Silo.Tests.Fixtures;

/// <summary>A driver whose devices do what a test says, by stream name. Unless told otherwise a device is online at once.</summary>
internal sealed class FakeDevice : IDeviceDriver, ITrackFeedback
{
    private readonly ConcurrentDictionary<string, Session> _running = new();
    private readonly ConcurrentDictionary<string, DeviceCause> _faults = new();
    private readonly ConcurrentDictionary<string, int> _starts = new();

    /// <summary>The picture that devices send.</summary>
    public TrackFormat Format { get; set; } =
        new(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264")
        {
            Width = 1280,
            Height = 720,
            FramesPerSecond = 25,
            Fmtp = "packetization-mode=1;profile-level-id=42e01f",
        };

    public bool Simulated { get; set; }

    /// <summary>Credential of the last session.</summary>
    public DeviceCredential? LastCredential { get; private set; }

    public DeviceUri? LastUri { get; private set; }

    public static KeyValuePair<string, IDeviceDriver>[] Registry(FakeDevice device) => [new("rtsp", device), new("rtsps", device)];

    /// <summary>How often a session of the stream was begun.</summary>
    public int Starts(string stream) => _starts.GetValueOrDefault(stream);

    public bool IsRunning(string stream) => _running.ContainsKey(stream);

    /// <summary>Sessions of the stream fail from now on, the running one at once.</summary>
    public void Break(string stream, DeviceCause cause)
    {
        _faults[stream] = cause;
        if (_running.TryGetValue(stream, out var session))
        {
            session.Fail(cause);
        }
    }

    public void Repair(string stream) => _faults.TryRemove(stream, out _);

    public async Task RunAsync(DeviceSession session, IDeviceSink sink, CancellationToken cancellationToken)
    {
        _starts.AddOrUpdate(session.StreamName, 1, (_, count) => count + 1);
        LastCredential = session.Credential;
        LastUri = session.Uri;
        if (_faults.TryGetValue(session.StreamName, out var cause))
        {
            throw new DeviceException(cause, "The test wants it so.");
        }
        using var stream = sink.OpenStream(session.StreamName, [Format], this);
        var run = new Session();
        _running[session.StreamName] = run;
        try
        {
            await sink.PostAsync(
                new DeviceOnline(
                    session.DeviceId,
                    session.StreamName,
                    TimeProvider.System.GetUtcNow(),
                    [Format],
                    [Playability.OfTrack(Format)],
                    Simulated
                ),
                cancellationToken
            );
            await run.Failed.WaitAsync(cancellationToken);
        }
        finally
        {
            _running.TryRemove(session.StreamName, out _);
        }
    }

    public Task<ProbeResult> ProbeAsync(DeviceUri uri, DeviceCredential? credential, CancellationToken cancellationToken)
    {
        LastCredential = credential;
        return Task.FromResult(
            uri.Host == "down.example"
                ? ProbeResult.Failed(DeviceCause.HostUnreachable, "No route.")
                : new ProbeResult(true, DeviceCause.None, null, [Format], [Playability.OfTrack(Format)], Simulated)
        );
    }

    public void RequestKeyFrame() { }

    private sealed class Session
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Failed => _failed.Task;

        public void Fail(DeviceCause cause) => _failed.TrySetException(new DeviceException(cause, "The test wants it so."));
    }
}
