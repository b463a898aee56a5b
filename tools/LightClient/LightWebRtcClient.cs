using System.Buffers.Binary;
using Command.Media.Sdp;
using Command.Media.Srtp;

namespace Command.Tools.LightClient;

/// <summary>
/// A WebRTC viewer without a decoder: real ICE, DTLS and SRTP over a socket of its own, for tests and load.
/// Create, <see cref="Offer"/> to the server, <see cref="ConnectAsync"/> with its answer, dispose to say goodbye.
/// </summary>
public sealed class LightWebRtcClient : IAsyncDisposable
{
    private readonly LightClientOptions _options;
    private readonly LightTransport _transport;
    private readonly LightReception _reception;
    private long _rtpPackets;
    private long _bytes;

    /// <summary>Makes a client that has sent nothing.</summary>
    public LightWebRtcClient(LightClientOptions? options = null)
    {
        _options = options ?? new LightClientOptions();
        _transport = new LightTransport(_options, new Sink(this));
        _reception = new LightReception(_options.Nack, SendNack);
        Offer = LightOffer.Write(_options, _transport.Local, LightTransport.Fingerprint);
    }

    /// <summary>Called for every RTP packet; set before connecting.</summary>
    public LightPacketHandler? OnPacket { get; set; }

    /// <summary>Called for every RTCP compound in clear text; set before connecting.</summary>
    public Action<ReadOnlyMemory<byte>>? OnRtcp { get; set; }

    /// <summary>The SDP offer.</summary>
    public string Offer { get; }

    /// <summary>RTP packets that arrived (and were authentic, when decrypting).</summary>
    public long RtpPackets => Interlocked.Read(ref _rtpPackets);

    /// <summary>RTCP compounds that arrived and were authentic.</summary>
    public long RtcpPackets => _transport.RtcpPackets;

    /// <summary>Bytes of all RTP datagrams.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Sequence numbers that were skipped.</summary>
    public long Gaps => _reception.Gaps;

    /// <summary>Skipped packets that came back by RTX.</summary>
    public long Recovered => _reception.Recovered;

    /// <summary>Datagrams that were not authentic.</summary>
    public long BadPackets => _transport.BadPackets;

    /// <summary>Negotiated SRTP profile id; 0 before.</summary>
    public int SrtpProfileId => _transport.SrtpProfileId;

    /// <summary>Local port; 0 before connecting.</summary>
    public int LocalPort => _transport.LocalPort;

    /// <summary>Ends with the reason when the server says goodbye, or does not answer for too long.</summary>
    public Task<string> Ended => _transport.Ended;

    /// <summary>Runs ICE and DTLS; returns when keys are there.</summary>
    /// <exception cref="InvalidOperationException">The answer has no usable section or the handshake failed.</exception>
    public Task ConnectAsync(string answer, CancellationToken cancellationToken)
    {
        if (SdpReader.TryRead(answer, out var description) != SdpParseError.None)
        {
            throw new InvalidOperationException("The answer is not SDP.");
        }

        foreach (var group in description.Media.SelectMany(media => media.SsrcGroups))
        {
            _reception.Pair(group.Ssrcs[0], group.Ssrcs[1]);
        }

        return _transport.ConnectAsync(description, cancellationToken);
    }

    /// <summary>Asks for a key frame.</summary>
    public void SendPictureLoss(uint mediaSsrc)
    {
        Span<byte> packet = stackalloc byte[64];
        _transport.SendRtcp(packet, LightRtcp.WritePictureLoss(packet, LightTransport.SenderSsrc, mediaSsrc));
    }

    /// <summary>Asks for 1 to 17 packets again.</summary>
    public void SendNack(uint mediaSsrc, ushort first, int count)
    {
        Span<byte> packet = stackalloc byte[64];
        _transport.SendRtcp(packet, LightRtcp.WriteNack(packet, LightTransport.SenderSsrc, mediaSsrc, first, count));
    }

    /// <summary>Sends any bytes from the client's port.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram) => _transport.SendRaw(datagram);

    /// <summary>Stops checks and reports without a goodbye: a browser that lost its network.</summary>
    public Task VanishAsync() => _transport.StopAsync();

    /// <summary>Says goodbye and stops.</summary>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private void SendReport()
    {
        if (_options.Reports)
        {
            Span<byte> packet = stackalloc byte[64];
            _transport.SendRtcp(packet, LightRtcp.WriteReport(packet, LightTransport.SenderSsrc));
        }
    }

    private void OnRtp(Span<byte> datagram, SrtpContext context)
    {
        if (!SrtpHeader.TryMeasure(datagram, out var headerLength))
        {
            return;
        }

        var ssrc = SrtpHeader.Ssrc(datagram);
        if (_options.Lose?.Invoke(ssrc, SrtpHeader.Sequence(datagram)) == true)
        {
            return;
        }

        Interlocked.Add(ref _bytes, datagram.Length);
        ReadOnlySpan<byte> payload = [];
        if (_options.Decrypt)
        {
            if (context.Unprotect(datagram, out var length) != UnprotectResult.Ok)
            {
                _transport.CountBad();
                return;
            }

            payload = datagram[headerLength..length];
        }

        Interlocked.Increment(ref _rtpPackets);
        Deliver(datagram, ssrc, payload);
    }

    private void Deliver(ReadOnlySpan<byte> datagram, uint ssrc, ReadOnlySpan<byte> payload)
    {
        var sequence = SrtpHeader.Sequence(datagram);
        if (!_reception.TryTake(ref ssrc, ref sequence, ref payload, out var isRecovered))
        {
            return;
        }

        OnPacket?.Invoke(
            new LightPacket
            {
                Ssrc = ssrc,
                SequenceNumber = sequence,
                Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
                PayloadType = (byte)(datagram[1] & 0x7F),
                Marker = (datagram[1] & 0x80) != 0,
                IsRecovered = isRecovered,
                Payload = payload,
            }
        );
    }

    private sealed class Sink(LightWebRtcClient client) : ILightTransportSink
    {
        public void OnConnected() => client.SendReport();

        public void OnTick(long tick)
        {
            client._reception.AskAgain();
            if (tick % LightTransport.TicksPerSecond == 0)
            {
                client.SendReport();
            }
        }

        public void OnRtp(Span<byte> datagram, SrtpContext context) => client.OnRtp(datagram, context);

        public void OnRtcp(ReadOnlyMemory<byte> compound) => client.OnRtcp?.Invoke(compound);
    }
}
