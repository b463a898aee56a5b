using System.Buffers;
using System.Threading.Channels;
using Command.Media.Codecs;
using Command.Media.Hub;

namespace Command.Devices.Tests.Rtsp;

/// <summary>Reads a track of the hub like a viewer, and counts what a viewer would see.</summary>
internal sealed class StreamWatcher(LiveStream stream)
{
    /// <summary>Reads until that many packets came, a key frame among the video ones, and gives them in order without their leases.</summary>
    public async Task<List<SeenPacket>> ReadAsync(MediaKind kind, int count)
    {
        var signal = new TaskSignal();
        var track = stream.Tracks.Single(t => t.Format.Kind == kind);
        using var subscription = track.Subscribe(SubscriptionStart.CachedKeyFrame, signal);
        var seen = new List<SeenPacket>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (seen.Count < count)
        {
            while (subscription.TryRead(out var packet, out var index))
            {
                seen.Add(new SeenPacket(index, packet.Marker, packet.StartsKeyFrame, packet.Discontinuity, packet.Payload.ToArray()));
                packet.Buffer.Dispose();
            }

            await signal.WaitAsync(deadline.Token);
        }

        return seen;
    }

    /// <summary>Waits until the newest key frame of the video can be copied.</summary>
    public async Task<byte[]> KeyFrameAsync()
    {
        var track = stream.Tracks.Single(t => t.Format.Kind == MediaKind.Video);
        var deadline = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(60))
        {
            var copy = new ArrayBufferWriter<byte>();
            if (track.TryCopyKeyFrame(copy, out _))
            {
                return copy.WrittenSpan.ToArray();
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("No key frame.");
    }

    internal sealed record SeenPacket(long Index, bool Marker, bool StartsKeyFrame, bool Discontinuity, byte[] Payload);

    private sealed class TaskSignal : ITrackSignal
    {
        private readonly Channel<bool> _ready = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );

        public void Signal() => _ready.Writer.TryWrite(true);

        public async Task WaitAsync(CancellationToken cancellationToken) => await _ready.Reader.ReadAsync(cancellationToken);
    }
}
