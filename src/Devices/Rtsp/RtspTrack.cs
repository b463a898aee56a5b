using System.Buffers.Binary;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Ingest;

namespace Command.Devices.Rtsp;

/// <summary>
/// One track of a running session: counts what arrives and hands it to Ingest. RTP comes from one thread at a time; everything
/// else may be called from any thread.
/// </summary>
internal sealed class RtspTrack : IDisposable
{
    /// <summary>Room for one receiver report with its source description.</summary>
    public const int MaxReportLength = 256;

    private readonly RtpTrackReceiver _receiver;
    private readonly Track _track;
    private readonly TrackFormat _described;
    private long _packets;
    private long _bytes;
    private long _frames;
    private long _lastArrival;
    private uint _lastTimestamp;

    public RtspTrack(TrackFormat described, TrackPublisher publisher, RtpTrackReceiver receiver)
    {
        _described = described;
        _receiver = receiver;
        _track = publisher.Track;
    }

    /// <summary>What is known of the track now.</summary>
    public TrackFormat Format => _track.Format;

    /// <summary>RTP packets received.</summary>
    public long Packets => Interlocked.Read(ref _packets);

    /// <summary>RTP bytes received.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Distinct RTP timestamps received: pictures, for video.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>When the last packet arrived; 0 before the first.</summary>
    public long LastArrival => Interlocked.Read(ref _lastArrival);

    /// <summary>When the last key frame began; null before the first.</summary>
    public long? LastKeyFrame => _track.LastKeyFrameTimestamp;

    /// <summary>Packets that never came.</summary>
    public long Lost => _receiver.Statistics.Lost;

    /// <summary>Interarrival jitter.</summary>
    public TimeSpan Jitter => _receiver.Statistics.Jitter;

    /// <summary>Takes ownership of one RTP packet.</summary>
    public void ReceiveRtp(PacketBuffer packet, long arrival)
    {
        // Other payload types are not this track's: Geovision sends its own data as 50. Ingest counts and drops them.
        if (packet.Length >= 12 && (packet.Span[1] & 0x7F) == _described.PayloadType)
        {
            packet.Length = VendorQuirks.NormalizePayload(_described.Codec, packet.Span[..packet.Length]);
            Count(BinaryPrimitives.ReadUInt32BigEndian(packet.Span[4..]), packet.Length, arrival);
        }

        _receiver.ReceiveRtp(packet, arrival);
    }

    /// <summary>One RTCP compound; borrowed.</summary>
    public void ReceiveRtcp(ReadOnlySpan<byte> compound, long arrival) => _receiver.ReceiveRtcp(compound, arrival);

    /// <summary>Lets go what waits too long for a missing packet.</summary>
    public void Poll(long now) => _receiver.Poll(now);

    /// <summary>Writes a receiver report and gives its length.</summary>
    /// <param name="destination">At least <see cref="MaxReportLength"/> bytes.</param>
    public int WriteReport(Span<byte> destination) => _receiver.WriteReceiverReport(destination);

    /// <inheritdoc/>
    public void Dispose() => _receiver.Dispose();

    private void Count(uint timestamp, int length, long arrival)
    {
        if (_packets == 0 || timestamp != _lastTimestamp)
        {
            _lastTimestamp = timestamp;
            Interlocked.Increment(ref _frames);
        }

        Interlocked.Increment(ref _packets);
        Interlocked.Add(ref _bytes, length);
        Interlocked.Exchange(ref _lastArrival, arrival);
    }
}
