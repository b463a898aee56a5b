using System.Buffers;
using System.Collections.Immutable;
using Command.Media.Codecs;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.Hub;

/// <summary>
/// One track of a live stream: a shared ring of packets and the readers to wake. Any thread may subscribe; one thread publishes.
/// </summary>
public sealed class Track
{
    /// <summary>Packets of video kept for retransmission while somebody watches.</summary>
    private const int VideoHistory = 256;

    /// <summary>Packets of sound kept for retransmission while somebody listens: 2.5 s at 20 ms.</summary>
    private const int AudioHistory = 128;

    private const int SignalEvery = 16;

    private readonly Lock _gate = new();
    private readonly KeyFrameCache _keyFrames = new();
    private readonly LiveStream _stream;
    private ImmutableArray<TrackSubscription> _subscriptions = [];
    private volatile TrackFormat _format;
    private volatile WallClockMapper? _wallClock;
    private long _lastPacket = long.MinValue;
    private long _lastKeyFrame = long.MinValue;
    private int _unsignalled;
    private bool _isClosed;

    internal Track(LiveStream stream, TrackFormat format, ITrackFeedback feedback)
    {
        _stream = stream;
        _format = format;
        Feedback = feedback;
    }

    /// <summary>What the track carries; replaced when the source changes its parameter sets.</summary>
    public TrackFormat Format => _format;

    /// <summary>The way to the source.</summary>
    public ITrackFeedback Feedback { get; }

    /// <summary>The packets kept.</summary>
    public PacketHistory History { get; } = new();

    /// <summary>The source's clock, once its driver gave one; null before.</summary>
    public WallClockMapper? WallClock => _wallClock;

    /// <summary>Readers.</summary>
    public int SubscriberCount => _subscriptions.Length;

    /// <summary>Arrival of the last packet (<see cref="TimeProvider.GetTimestamp"/>), or null.</summary>
    public long? LastPacketTimestamp => Read(ref _lastPacket);

    /// <summary>Arrival of the start of the last key frame (<see cref="TimeProvider.GetTimestamp"/>), or null.</summary>
    public long? LastKeyFrameTimestamp => Read(ref _lastKeyFrame);

    /// <summary>Index of the first packet of the newest key frame kept, or -1.</summary>
    internal long NewestKeyFrame => _keyFrames.NewestStart;

    /// <summary>Adds a reader.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="signal">Told when there is something to read; it gets one signal at once.</param>
    /// <returns>The reader's cursor; the caller disposes it.</returns>
    public TrackSubscription Subscribe(SubscriptionStart start, ITrackSignal signal)
    {
        TrackSubscription subscription;
        lock (_gate)
        {
            subscription = new TrackSubscription(this, start, signal);
            _subscriptions = _subscriptions.Add(subscription);
        }
        _stream.OnSubscribersChanged();
        signal.Signal();
        return subscription;
    }

    /// <summary>Copies the newest whole key frame with its parameter sets. Any thread.</summary>
    /// <param name="annexB">Gets NAL units behind start codes.</param>
    /// <param name="time">The picture's time on the track.</param>
    /// <returns><see langword="false"/> if there is none or the codec is not H.264.</returns>
    public bool TryCopyKeyFrame(IBufferWriter<byte> annexB, out MediaTime time)
    {
        lock (_gate)
        {
            return _keyFrames.TryCopy(History, Format, annexB, out time);
        }
    }

    internal void Publish(in RtpPacket packet)
    {
        ImmutableArray<TrackSubscription> subscriptions;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }
            subscriptions = _subscriptions;
            Append(packet, subscriptions.IsEmpty);
        }
        _unsignalled++;
        if (packet.Marker || _unsignalled >= SignalEvery || Format.Kind == MediaKind.Audio)
        {
            _unsignalled = 0;
            foreach (var subscription in subscriptions)
            {
                subscription.Signal.Signal();
            }
        }
    }

    internal void SetFormat(TrackFormat format) => _format = format;

    internal void SetWallClock(WallClockMapper wallClock) => _wallClock = wallClock;

    internal void Remove(TrackSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
        _stream.OnSubscribersChanged();
    }

    internal void Close()
    {
        ImmutableArray<TrackSubscription> subscriptions;
        lock (_gate)
        {
            _isClosed = true;
            subscriptions = _subscriptions;
            History.TrimTo(History.Head);
            _keyFrames.OnTrimmed(History.Head);
        }
        foreach (var subscription in subscriptions)
        {
            subscription.Signal.Signal();
        }
    }

    private static long? Read(ref long field)
    {
        var value = Volatile.Read(ref field);
        return value == long.MinValue ? null : value;
    }

    private void Append(in RtpPacket packet, bool isUnwatched)
    {
        var index = History.Head;
        History.Append(packet);
        Volatile.Write(ref _lastPacket, packet.ArrivalTimestamp);
        var keep = isUnwatched ? History.Head : History.Head - (Format.Kind == MediaKind.Video ? VideoHistory : AudioHistory);
        if (Format.Kind == MediaKind.Video)
        {
            if (packet.StartsKeyFrame)
            {
                Volatile.Write(ref _lastKeyFrame, packet.ArrivalTimestamp);
            }
            // The ring may have let its oldest go to stay within its limits.
            _keyFrames.OnTrimmed(History.Tail);
            _keyFrames.OnAppended(index, packet);
            keep = Math.Min(keep, _keyFrames.KeepFrom);
        }
        History.TrimTo(keep);
        _keyFrames.OnTrimmed(History.Tail);
    }
}
