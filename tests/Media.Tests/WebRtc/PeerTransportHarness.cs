using System.Buffers.Binary;
using System.Net;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Transport;
using Command.Media.WebRtc;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

/// <summary>A transport behind a real port on loopback, with the server's clock in the test's hand.</summary>
internal sealed class PeerTransportHarness : IAsyncDisposable
{
    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(TimeProvider.System);
    private uint _nextSsrc = MediaSsrc;
    private readonly DtlsWorkers _workers = new(8, 64, NullLogger<DtlsWorkers>.Instance);

    /// <summary>SSRC of the first answer's picture; its retransmissions have the next one.</summary>
    public const uint MediaSsrc = 77;

    public PeerTransportHarness()
    {
        Mux = new UdpMux(new UdpMuxOptions(), Time, NullLogger<UdpMux>.Instance);
        Mux.Start();
        Services = new PeerTransportServices(
            Mux,
            Certificate,
            _workers,
            PeerTransportServices.DefaultProfiles,
            Time,
            NullLogger<PeerTransport>.Instance
        );
    }

    public FakeTimeProvider Time { get; } = new();

    public UdpMux Mux { get; }

    public PeerTransportServices Services { get; }

    public RecordingSink Sink { get; } = new();

    /// <summary>Makes the transport for an offer and the answer for its author.</summary>
    public (PeerTransport Transport, string Answer) Accept(string offerText)
    {
        var offer = Offers.Read(offerText);
        Assert.True(OfferFacts.TryRead(offer, out var facts, out _));
        var transport = new PeerTransport(
            Services,
            new PeerTransportOptions { RemoteUfrag = facts.RemoteUfrag, RemoteFingerprints = facts.RemoteFingerprints }
        );
        var answer = OfferAnswer.Answer(
            new AnswerRequest
            {
                Offer = offer,
                Formats = [Offers.H264],
                SessionId = "1",
                StreamId = "s",
                Local = transport.Local,
                Fingerprint = transport.Fingerprint,
                Candidates = IceCandidate.Gather([IPAddress.Loopback], Mux.Port, Mux.HasIPv6),
                NextSsrc = () => _nextSsrc++,
            }
        );
        Assert.Equal(AnswerVerdict.Accepted, answer.Verdict);
        transport.Start(Sink);
        return (transport, answer.Sdp);
    }

    /// <summary>Writes and commits one packet as a send loop would.</summary>
    public static void Send(PeerTransport transport, ushort sequence, ReadOnlySpan<byte> payload, bool marker = false)
    {
        var packet = transport.ReserveRtp(12 + payload.Length);
        packet[0] = 0x80;
        packet[1] = (byte)(102 | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], sequence * 3000u);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], MediaSsrc);
        payload.CopyTo(packet[12..]);
        transport.CommitRtp(12 + payload.Length);
    }

    public static async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Mux.DisposeAsync();
        _workers.Dispose();
    }

    internal sealed class RecordingSink : IPeerTransportSink
    {
        public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<string> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<byte[]> FirstRtcp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IceConnected { get; private set; }

        public void OnIceConnected() => IceConnected = true;

        public void OnConnected() => Connected.TrySetResult();

        public void OnRtp(Span<byte> packet, long arrivalTimestamp) { }

        public void OnRtcp(ReadOnlySpan<byte> compound, long arrivalTimestamp) => FirstRtcp.TrySetResult(compound.ToArray());

        public void OnClosed(string reason) => Closed.TrySetResult(reason);
    }
}
