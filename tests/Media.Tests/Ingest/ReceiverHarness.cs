using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Ingest;
using Command.Media.Rtp;
using Command.Media.Telemetry;
using Command.Media.Tests.Hub;
using Command.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.Ingest;

/// <summary>A receiver with everything around it, and a reader that sees what is published.</summary>
internal sealed class ReceiverHarness : IDisposable
{
    private readonly PacketPoolFixture _fixture = new();
    private readonly StreamPublisher _publisher;
    private readonly CountingSignal _signal = new();
    private readonly TrackSubscription _subscription;

    public ReceiverHarness(TrackFormat? format = null, int reorderWindow = 0)
    {
        _publisher = new MediaHub().Open("camera/1/main", [format ?? RtpBuilder.Video], new NoFeedback());
        _subscription = Track.Subscribe(SubscriptionStart.Live, _signal);
        Faults = new FaultTally(Time, TimeSpan.FromSeconds(1), null);
        Receiver = new RtpTrackReceiver(
            _publisher.Tracks[0],
            new RtpTrackReceiverOptions { ReorderWindow = reorderWindow, ReceiverSsrc = 77 },
            _fixture.Pool,
            Time,
            Faults
        );
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public FaultTally Faults { get; }

    public RtpTrackReceiver Receiver { get; }

    public Track Track => _publisher.Stream.Tracks[0];

    public PacketPool Pool => _fixture.Pool;

    /// <summary>Receives one RTP packet now.</summary>
    public void Receive(
        ReadOnlySpan<byte> payload,
        int sequence,
        long timestamp,
        bool marker = false,
        byte payloadType = 96,
        uint ssrc = RtpBuilder.Ssrc
    ) => ReceiveRaw(RtpBuilder.Datagram(payload, (ushort)sequence, (uint)timestamp, marker, payloadType, ssrc));

    public void ReceiveRaw(ReadOnlySpan<byte> datagram) => Receiver.ReceiveRtp(_fixture.Pool.RentCopy(datagram), Time.GetTimestamp());

    /// <summary>Receives one packet that was sent again.</summary>
    public bool ReceiveRepair(
        ReadOnlySpan<byte> payload,
        int sequence,
        long timestamp,
        bool marker = false,
        byte payloadType = 96,
        uint ssrc = RtpBuilder.Ssrc
    ) =>
        Receiver.ReceiveRepair(
            _fixture.Pool.RentCopy(RtpBuilder.Datagram(payload, (ushort)sequence, (uint)timestamp, marker, payloadType, ssrc)),
            Time.GetTimestamp(),
            Time.GetTimestamp()
        );

    /// <summary>What was published since the last call.</summary>
    public List<Seen> Published()
    {
        var seen = new List<Seen>();
        while (_subscription.TryRead(out var packet, out _))
        {
            seen.Add(new Seen(packet, packet.Payload.ToArray()));
            packet.Release();
        }
        return seen;
    }

    public void Dispose()
    {
        Receiver.Dispose();
        _subscription.Dispose();
        _publisher.Dispose();
        _signal.Dispose();
        _fixture.Dispose();
    }

    /// <summary>The facts of a published packet; its buffer is gone.</summary>
    internal sealed record Seen(RtpPacket Packet, byte[] Payload);
}
