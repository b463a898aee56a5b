using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;
using Command.Media.Srtp;
using Command.Media.Stun;
using Command.Media.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Tools.LightClient;

/// <summary>
/// A WebRTC viewer without a decoder: real ICE, DTLS and SRTP over a socket of its own, for tests and load.
/// Create, <see cref="Offer"/> to the server, <see cref="ConnectAsync"/> with its answer, dispose to say goodbye.
/// </summary>
public sealed class LightWebRtcClient : IAsyncDisposable
{
    private const uint SenderSsrc = 0x1234_5678;
    private const int MaxEarly = 512;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(TimeProvider.System);
    private static readonly DtlsWorkers Workers = new(64, 4096, NullLogger<DtlsWorkers>.Instance);
    private readonly LightClientOptions _options;
    private readonly IceCredentials _local = IceCredentials.Create();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LightReception _reception;
    private readonly Lock _sendLock = new();
    private readonly Queue<byte[]> _early = new();
    private readonly ulong _tieBreaker = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8));
    private Socket? _socket;
    private SessionDescription? _answer;
    private MediaDescription? _carrier;
    private byte[] _remoteKey = [];
    private IceLiteAgent? _agent;
    private DtlsHandshake? _dtls;
    private SrtpContext? _rtpIn;
    private SrtcpContext? _rtcpIn;
    private SrtcpContext? _rtcpOut;
    private Task _receiving = Task.CompletedTask;
    private Task _ticking = Task.CompletedTask;
    private int _handshakeStarted;
    private long _rtpPackets;
    private long _rtcpPackets;
    private long _bytes;
    private long _badPackets;

    /// <summary>Makes a client that has sent nothing.</summary>
    public LightWebRtcClient(LightClientOptions? options = null)
    {
        _options = options ?? new LightClientOptions();
        _reception = new LightReception(_options.Nack, SendNack);
        Offer = LightOffer.Write(_options, _local, Certificate.Fingerprint);
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
    public long RtcpPackets => Interlocked.Read(ref _rtcpPackets);

    /// <summary>Bytes of all RTP datagrams.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Sequence numbers that were skipped.</summary>
    public long Gaps => _reception.Gaps;

    /// <summary>Skipped packets that came back by RTX.</summary>
    public long Recovered => _reception.Recovered;

    /// <summary>Datagrams that were not authentic.</summary>
    public long BadPackets => Interlocked.Read(ref _badPackets);

    /// <summary>Negotiated SRTP profile id; 0 before.</summary>
    public int SrtpProfileId { get; private set; }

    /// <summary>Local port; 0 before connecting.</summary>
    public int LocalPort => (_socket?.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Ends with the reason when the server says goodbye.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Runs ICE and DTLS; returns when keys are there.</summary>
    /// <exception cref="InvalidOperationException">The answer has no usable section or the handshake failed.</exception>
    public async Task ConnectAsync(string answer, CancellationToken cancellationToken)
    {
        if (SdpReader.TryRead(answer, out var description) != SdpParseError.None)
        {
            throw new InvalidOperationException("The answer is not SDP.");
        }

        _answer = description;
        _carrier =
            description.Media.FirstOrDefault(media => media.Port != 0 && !media.Candidates.IsEmpty)
            ?? throw new InvalidOperationException("The answer has no section with candidates.");
        foreach (var group in description.Media.SelectMany(media => media.SsrcGroups))
        {
            _reception.Pair(group.Ssrcs[0], group.Ssrcs[1]);
        }

        _agent = new IceLiteAgent(_local, description.IceUfragOf(_carrier) ?? string.Empty);
        _remoteKey = System.Text.Encoding.UTF8.GetBytes(description.IcePwdOf(_carrier) ?? string.Empty);
        var remote = ChooseRemote(_carrier);
        _socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 * 1024 * 1024 };
        await _socket.ConnectAsync(remote, cancellationToken).ConfigureAwait(false);
        var fingerprints = description
            .FingerprintsOf(_carrier)
            .Select(f => new DtlsFingerprint(f.HashFunction, f.Value))
            .ToImmutableArray();
        var profiles = _options.SrtpProfiles.Select(id => ToDtls(SrtpProfile.Find(id)!)).ToImmutableArray(); // the caller names known ones
        _dtls = new DtlsHandshake(DtlsRole.Client, Certificate, fingerprints, profiles, SendDtls);
        _receiving = ReceiveAsync(_socket);
        _ticking = TickAsync();
        await _connected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for a key frame.</summary>
    public void SendPictureLoss(uint mediaSsrc)
    {
        Span<byte> packet = stackalloc byte[64];
        SendRtcp(packet, LightRtcp.WritePictureLoss(packet, SenderSsrc, mediaSsrc));
    }

    /// <summary>Asks for 1 to 17 packets again.</summary>
    public void SendNack(uint mediaSsrc, ushort first, int count)
    {
        Span<byte> packet = stackalloc byte[64];
        SendRtcp(packet, LightRtcp.WriteNack(packet, SenderSsrc, mediaSsrc, first, count));
    }

    /// <summary>Sends any bytes from the client's port.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram) => SendQuietly(datagram);

    /// <summary>Stops checks and reports without a goodbye: a browser that lost its network.</summary>
    public Task VanishAsync() => StopAsync();

    /// <summary>Says goodbye and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _dtls?.Close();
        await StopAsync().ConfigureAwait(false);
        _socket?.Dispose();
        _rtpIn?.Dispose();
        _rtcpIn?.Dispose();
        _rtcpOut?.Dispose();
        _stop.Dispose();
    }

    private static DtlsSrtpProfile ToDtls(SrtpProfile profile) => new(profile.Id, SrtpProfile.KeyLength, profile.SaltLength);

    private async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_receiving, _ticking).ConfigureAwait(false);
    }

    private IPEndPoint ChooseRemote(MediaDescription media)
    {
        var candidates = media.Candidates.OrderByDescending(candidate => candidate.Priority).ToList();
        var chosen =
            candidates.FirstOrDefault(c => _options.Address is { } wanted && c.Address == wanted.ToString())
            ?? candidates.FirstOrDefault(c => IPAddress.IsLoopback(IPAddress.Parse(c.Address)))
            ?? candidates[0];
        return new IPEndPoint(IPAddress.Parse(chosen.Address), chosen.Port);
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            for (var tick = 0L; ; tick++)
            {
                // Checks come fast until connected, then as often as Chromium's consent checks; reports every second.
                if (!_connected.Task.IsCompleted || tick % 50 == 0)
                {
                    SendCheck();
                }

                _reception.AskAgain();
                if (_options.Reports && tick % 20 == 0)
                {
                    SendReport();
                }

                await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ReceiveAsync(Socket socket)
    {
        var buffer = new byte[2048];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, _stop.Token).ConfigureAwait(false);
                Dispatch(buffer, length);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // "Port unreachable" of a server that is gone: checks go on, the caller's deadline decides.
            }
        }
    }

    private void Dispatch(byte[] buffer, int length)
    {
        var datagram = buffer.AsSpan(0, length);
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                OnStun(datagram);
                break;
            case DatagramKind.Dtls:
                OnDtls(datagram);
                break;
            case DatagramKind.Rtcp or DatagramKind.Rtp:
                lock (_early)
                {
                    OnMedia(buffer, length);
                }

                break;
        }
    }

    /// <summary>Media overtakes the thread that makes the keys out of the datagram before it: what comes early waits.</summary>
    private void OnMedia(byte[] buffer, int length)
    {
        if (_rtpIn is null)
        {
            if (_early.Count < MaxEarly)
            {
                _early.Enqueue(buffer[..length]);
            }
        }
        else if (DatagramClassifier.Classify(buffer.AsSpan(0, length)) == DatagramKind.Rtcp)
        {
            OnRtcpDatagram(buffer, length);
        }
        else
        {
            OnRtp(buffer.AsSpan(0, length));
        }
    }

    private void OnStun(ReadOnlySpan<byte> datagram)
    {
        if (StunMessage.TryParse(datagram, out var message) != StunParseError.None)
        {
            return;
        }

        if (message.Class == StunClass.Request && _agent is { } agent && _socket?.RemoteEndPoint is { } remote)
        {
            // A full agent that offered checks us as well (RFC 8445 §7.3); a lite one never does.
            Span<byte> response = stackalloc byte[IceLiteAgent.MaxResponseLength];
            agent.Handle(message, remote.Serialize(), response, out var length);
            SendQuietly(response[..length]);
        }

        if (
            message.Class == StunClass.Success
            && message.VerifyIntegrity(_remoteKey)
            && message.VerifyFingerprint()
            && Interlocked.Exchange(ref _handshakeStarted, 1) == 0
            && !Workers.TryRun(Handshake)
        )
        {
            Volatile.Write(ref _handshakeStarted, 0);
        }
    }

    private void OnDtls(ReadOnlySpan<byte> datagram)
    {
        if (_options.LoseDtls?.Invoke() == true)
        {
            return;
        }

        _dtls?.Offer(datagram);
        if (_connected.Task.IsCompleted)
        {
            Workers.TryRun(Pump);
        }
    }

    private void Pump()
    {
        _dtls?.Pump();
        if (_dtls?.IsClosedByPeer == true)
        {
            _ended.TrySetResult("close_notify");
        }
    }

    private void Handshake()
    {
        try
        {
            var keys = _dtls!.Run(); // made before the socket is read
            var profile = SrtpProfile.Find(keys.Profile.Id)!; // one of ours
            var inbound = new SrtpMasterKey(profile, keys.ServerKey, keys.ServerSalt);
            var outbound = new SrtpMasterKey(profile, keys.ClientKey, keys.ClientSalt);
            lock (_sendLock)
            {
                _rtcpOut = new SrtcpContext(outbound);
            }

            SrtpProfileId = profile.Id;
            lock (_early)
            {
                _rtcpIn = new SrtcpContext(inbound);
                _rtpIn = new SrtpContext(inbound);
                while (_early.TryDequeue(out var datagram))
                {
                    OnMedia(datagram, datagram.Length);
                }
            }

            if (_options.Reports)
            {
                SendReport();
            }

            _connected.TrySetResult();
            Pump();
        }
        catch (DtlsException e)
        {
            _connected.TrySetException(new InvalidOperationException(e.Message, e));
        }
    }

    private void OnRtcpDatagram(byte[] buffer, int length)
    {
        if (_rtcpIn is not { } context)
        {
            return;
        }

        if (context.Unprotect(buffer.AsSpan(0, length), out var clear) != UnprotectResult.Ok)
        {
            Interlocked.Increment(ref _badPackets);
            return;
        }

        Interlocked.Increment(ref _rtcpPackets);
        OnRtcp?.Invoke(buffer.AsMemory(0, clear));
    }

    private void OnRtp(Span<byte> datagram)
    {
        if (_rtpIn is not { } context || !SrtpHeader.TryMeasure(datagram, out var headerLength))
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
                Interlocked.Increment(ref _badPackets);
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

    private void SendCheck()
    {
        Span<byte> packet = stackalloc byte[256];
        Span<byte> transaction = stackalloc byte[12];
        RandomNumberGenerator.Fill(transaction);
        var writer = new StunMessageWriter(packet, StunClass.Request, StunMessage.BindingMethod, transaction);
        var userName = $"{_answer?.IceUfragOf(_carrier!)}:{_local.Ufrag}"; // both set before the first tick
        writer.Add(StunAttribute.Username, System.Text.Encoding.UTF8.GetBytes(userName));
        writer.Add(StunAttribute.Priority, 0x6E7F_1EFFu);
        if (_options.IsControlled)
        {
            writer.Add(StunAttribute.IceControlled, _tieBreaker);
        }
        else
        {
            writer.Add(StunAttribute.IceControlling, _tieBreaker);
            writer.Add(StunAttribute.UseCandidate, []);
        }

        writer.AddMessageIntegrity(_remoteKey);
        writer.AddFingerprint();
        SendRaw(packet[..writer.Length]);
    }

    private void SendReport()
    {
        Span<byte> packet = stackalloc byte[64];
        SendRtcp(packet, LightRtcp.WriteReport(packet, SenderSsrc));
    }

    private void SendRtcp(Span<byte> packet, int length)
    {
        lock (_sendLock)
        {
            if (_rtcpOut is { } context && context.TryProtect(packet, length, out var written))
            {
                SendQuietly(packet[..written]);
            }
        }
    }

    private void SendDtls(ReadOnlySpan<byte> datagram, object? state)
    {
        if (_options.LoseDtls?.Invoke() != true)
        {
            SendQuietly(datagram);
        }
    }

    private void SendQuietly(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket?.Send(datagram);
        }
        catch (SocketException)
        {
            // The server is gone; nobody waits for this datagram.
        }
    }
}
