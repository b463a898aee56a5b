using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;
using Command.Media.Srtp;
using Command.Media.Stun;
using Command.Media.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Tools.LightClient;

/// <summary>Real ICE, DTLS and SRTP of one client over a socket of its own; what viewers and publishers share.</summary>
internal sealed class LightTransport : IAsyncDisposable
{
    /// <summary>SSRC of the receiver reports and requests of a client that sends no media.</summary>
    public const uint SenderSsrc = 0x1234_5678;

    /// <summary>Ticks in a second.</summary>
    public const int TicksPerSecond = 20;

    private const int MaxEarly = 512;
    private const int TicksPerConsentCheck = 50; // every 2.5 s, as Chromium
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1.0 / TicksPerSecond);
    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(TimeProvider.System);
    private static readonly DtlsWorkers Workers = new(64, 4096, NullLogger<DtlsWorkers>.Instance);
    private readonly LightClientOptions _options;
    private readonly ILightTransportSink _sink;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _sendLock = new();
    private readonly Queue<byte[]> _early = new();
    private readonly ulong _tieBreaker = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8));
    private Socket? _socket;
    private byte[] _userName = [];
    private byte[] _remoteKey = [];
    private IceLiteAgent? _agent;
    private DtlsHandshake? _dtls;
    private SrtpContext? _rtpIn;
    private SrtpContext? _rtpOut;
    private SrtcpContext? _rtcpIn;
    private SrtcpContext? _rtcpOut;
    private Task _receiving = Task.CompletedTask;
    private Task _ticking = Task.CompletedTask;
    private int _handshakeStarted;
    private long _lastConsent;
    private long _rtcpPackets;
    private long _badPackets;

    public LightTransport(LightClientOptions options, ILightTransportSink sink)
    {
        _options = options;
        _sink = sink;
    }

    public IceCredentials Local { get; } = IceCredentials.Create();

    public static DtlsFingerprint Fingerprint => Certificate.Fingerprint;

    public bool IsConnected => _connected.Task.IsCompletedSuccessfully;

    public long RtcpPackets => Interlocked.Read(ref _rtcpPackets);

    public long BadPackets => Interlocked.Read(ref _badPackets);

    public int SrtpProfileId { get; private set; }

    public int LocalPort => (_socket?.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Ends with the reason when the server says goodbye or does not answer for <see cref="LightClientOptions.ConsentTimeout"/>.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Runs ICE and DTLS; returns when keys are there.</summary>
    public async Task ConnectAsync(SessionDescription answer, CancellationToken cancellationToken)
    {
        var carrier =
            answer.Media.FirstOrDefault(media => media.Port != 0 && !media.Candidates.IsEmpty)
            ?? throw new InvalidOperationException("The answer has no section with candidates.");
        var ufrag = answer.IceUfragOf(carrier) ?? string.Empty;
        _agent = new IceLiteAgent(Local, ufrag);
        _userName = Encoding.UTF8.GetBytes($"{ufrag}:{Local.Ufrag}");
        _remoteKey = Encoding.UTF8.GetBytes(answer.IcePwdOf(carrier) ?? string.Empty);
        var remote = _options.Remote ?? ChooseRemote(carrier);
        _socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 * 1024 * 1024 };
        await _socket.ConnectAsync(remote, cancellationToken).ConfigureAwait(false);
        var fingerprints = answer.FingerprintsOf(carrier).Select(f => new DtlsFingerprint(f.HashFunction, f.Value)).ToImmutableArray();
        var profiles = _options.SrtpProfiles.Select(id => ToDtls(SrtpProfile.Find(id)!)).ToImmutableArray(); // the caller names known ones
        _dtls = new DtlsHandshake(DtlsRole.Client, Certificate, fingerprints, profiles, SendDtls);
        _receiving = ReceiveAsync(_socket);
        _ticking = TickAsync();
        await _connected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Protects an RTP packet in place and sends it; nothing before the keys are there. Thread-safe.</summary>
    public void SendRtp(Span<byte> packet, int length)
    {
        lock (_sendLock)
        {
            if (_rtpOut is { } context && context.TryProtect(packet, length, out var written))
            {
                SendRaw(packet[..written]);
            }
        }
    }

    /// <summary>Protects an RTCP compound in place and sends it; nothing before the keys are there. Thread-safe.</summary>
    public void SendRtcp(Span<byte> packet, int length)
    {
        lock (_sendLock)
        {
            if (_rtcpOut is { } context && context.TryProtect(packet, length, out var written))
            {
                SendRaw(packet[..written]);
            }
        }
    }

    /// <summary>Sends any bytes.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket?.Send(datagram);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The server is gone, or this client; nobody waits for this datagram.
        }
    }

    /// <summary>Counts a datagram that was not authentic.</summary>
    public void CountBad() => Interlocked.Increment(ref _badPackets);

    /// <summary>Stops all loops without a goodbye.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_receiving, _ticking).ConfigureAwait(false);
    }

    /// <summary>Says goodbye and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _dtls?.Close();
        await StopAsync().ConfigureAwait(false);
        _socket?.Dispose();
        lock (_sendLock)
        {
            _rtpOut?.Dispose();
            _rtcpOut?.Dispose();
            (_rtpOut, _rtcpOut) = (null, null);
        }

        _rtpIn?.Dispose();
        _rtcpIn?.Dispose();
        _stop.Dispose();
    }

    private static DtlsSrtpProfile ToDtls(SrtpProfile profile) => new(profile.Id, SrtpProfile.KeyLength, profile.SaltLength);

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
                // Checks come fast until connected, then as often as Chromium's consent checks.
                if (!_connected.Task.IsCompleted || tick % TicksPerConsentCheck == 0)
                {
                    SendCheck();
                }

                if (IsConnected && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _lastConsent)) > _options.ConsentTimeout)
                {
                    _ended.TrySetResult("consent-expired");
                }

                _sink.OnTick(tick);
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
        if (_rtpIn is not { } rtp || _rtcpIn is not { } rtcp)
        {
            if (_early.Count < MaxEarly)
            {
                _early.Enqueue(buffer[..length]);
            }
        }
        else if (DatagramClassifier.Classify(buffer.AsSpan(0, length)) == DatagramKind.Rtcp)
        {
            if (rtcp.Unprotect(buffer.AsSpan(0, length), out var clear) == UnprotectResult.Ok)
            {
                Interlocked.Increment(ref _rtcpPackets);
                _sink.OnRtcp(buffer.AsMemory(0, clear));
            }
            else
            {
                CountBad();
            }
        }
        else
        {
            _sink.OnRtp(buffer.AsSpan(0, length), rtp);
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
            SendRaw(response[..length]);
        }

        if (message.Class != StunClass.Success || !message.VerifyIntegrity(_remoteKey) || !message.VerifyFingerprint())
        {
            return;
        }

        Volatile.Write(ref _lastConsent, TimeProvider.System.GetTimestamp());
        if (Interlocked.Exchange(ref _handshakeStarted, 1) == 0 && !Workers.TryRun(Handshake))
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
                _rtpOut = new SrtpContext(outbound);
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

            _sink.OnConnected();
            _connected.TrySetResult();
            Pump();
        }
        catch (DtlsException e)
        {
            _connected.TrySetException(new InvalidOperationException(e.Message, e));
        }
    }

    private void SendCheck()
    {
        Span<byte> packet = stackalloc byte[256];
        Span<byte> transaction = stackalloc byte[12];
        RandomNumberGenerator.Fill(transaction);
        var writer = new StunMessageWriter(packet, StunClass.Request, StunMessage.BindingMethod, transaction);
        writer.Add(StunAttribute.Username, _userName);
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

    private void SendDtls(ReadOnlySpan<byte> datagram, object? state)
    {
        if (_options.LoseDtls?.Invoke() != true)
        {
            SendRaw(datagram);
        }
    }
}
