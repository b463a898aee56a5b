using Command.Media.Codecs;
using Command.Media.Hosting;
using Command.Media.Hub;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.Tests.Hosting;

/// <summary>Publishes made-up H.264 pictures as a driver would: a key picture first, 40 ms apart, payloads remembered.</summary>
internal sealed class TestCamera : ITrackFeedback, IDisposable
{
    private readonly MediaServer _server;
    private readonly StreamPublisher _publisher;
    private readonly Random _random = new(264);
    private ushort _sequence = 65_000;
    private long _ticks;

    public TestCamera(MediaServer server, string name, TrackFormat? format = null)
    {
        _server = server;
        _publisher = server.Hub.Open(name, [format ?? new TrackFormat(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264")], this);
    }

    /// <summary>Payloads published so far, in order.</summary>
    public List<byte[]> Payloads { get; } = [];

    public int KeyFrameRequests { get; private set; }

    public void RequestKeyFrame() => KeyFrameRequests++;

    public void Publish(int pictures, bool keyFirst, int packets = 6)
    {
        for (var picture = 0; picture < pictures; picture++)
        {
            for (var i = 0; i < packets; i++)
            {
                Publish(isKey: keyFirst && picture == 0, isFirst: i == 0, isLast: i == packets - 1);
            }

            _ticks += 3_600;
        }
    }

    public void Close(string reason) => _publisher.Close(reason);

    public void Dispose() => _publisher.Dispose();

    private void Publish(bool isKey, bool isFirst, bool isLast)
    {
        // FU-A fragments of one slice (RFC 6184 §5.8), the last one shorter.
        var payload = new byte[isLast ? 400 : 1_100];
        _random.NextBytes(payload);
        payload[0] = 0x7C;
        payload[1] = (byte)((isKey ? 5 : 1) | (isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0));
        Payloads.Add(payload);
        var buffer = _server.Pool.Rent(12 + payload.Length);
        RtpPacketWriter.WriteHeader(buffer.Span, isLast, 96, _sequence, (uint)_ticks, 5);
        payload.CopyTo(buffer.Span[12..]);
        buffer.Length = 12 + payload.Length;
        var packet = new RtpPacket
        {
            Buffer = buffer,
            PayloadOffset = 12,
            PayloadLength = payload.Length,
            Time = new MediaTime(_ticks),
            Timestamp = (uint)_ticks,
            SequenceNumber = _sequence++,
            PayloadType = 96,
            Ssrc = 5,
            Marker = isLast,
            StartsKeyFrame = isKey && isFirst,
            ArrivalTimestamp = TimeProvider.System.GetTimestamp(),
        };
        _publisher.Tracks[0].Publish(packet);
        packet.Release();
    }
}
