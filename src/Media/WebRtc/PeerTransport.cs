using System.Diagnostics.CodeAnalysis;
using System.Net;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Srtp;
using Command.Media.Stun;
using Command.Media.Transport;
using Microsoft.Extensions.Logging;

namespace Command.Media.WebRtc;

/// <summary>ICE-lite, DTLS and SRTP of one peer as one state machine (RFC 8829 §4.1.3 by another name).</summary>
/// <remarks>
/// Three kinds of threads meet here. The mux receive thread brings datagrams. A handshake thread makes the keys. The session's send loop
/// uses the <see cref="IPeerSender"/> half and nothing else. <see cref="Close"/> and <see cref="CheckTimeouts"/> may come from any.
/// </remarks>
internal sealed partial class PeerTransport : IPeerSender, IDatagramSink, IAsyncDisposable
{
    private const int MaxAddresses = 8;
    private readonly PeerTransportServices _services;
    private readonly PeerTransportOptions _options;
    private readonly IceLiteAgent _agent;
    private readonly DtlsHandshake _dtls;
    private readonly PeerSender _sender;
    private readonly List<SocketAddress> _addresses = new(1);
    private readonly long _createdAt;
    private IPeerTransportSink? _sink;
    private PeerReceiver? _receiver;
    private string? _closeReason;
    private int _state;
    private int _isPumping;
    private long _connectedAt;
    private long _lastCheck;
    private bool _nominated;
    private volatile bool _wasHeard;

    /// <summary>Prepares a peer; unreachable until <see cref="Start"/>.</summary>
    public PeerTransport(PeerTransportServices services, PeerTransportOptions options)
    {
        _services = services;
        _options = options;
        _agent = new IceLiteAgent(IceCredentials.Create(), options.RemoteUfrag);
        _sender = new PeerSender(services.Mux.Sender);
        _dtls = new DtlsHandshake(DtlsRole.Server, services.Certificate, options.RemoteFingerprints, services.Profiles, SendDtls);
        _createdAt = services.Time.GetTimestamp();
        _lastCheck = _createdAt;
    }

    /// <summary>How far the peer has come.</summary>
    public PeerTransportState State => (PeerTransportState)Volatile.Read(ref _state);

    /// <summary>Why it is closed; null while it is not.</summary>
    public string? CloseReason => Volatile.Read(ref _closeReason);

    /// <summary>Credentials for the answer.</summary>
    public IceCredentials Local => _agent.Local;

    /// <summary>Certificate fingerprint for the answer.</summary>
    public DtlsFingerprint Fingerprint => _services.Certificate.Fingerprint;

    /// <summary>Negotiated protection; null before the keys.</summary>
    public SrtpProfile? Profile { get; private set; }

    /// <summary>Where the peer is; null before ICE found it.</summary>
    public SocketAddress? RemoteAddress => _sender.Destination;

    /// <inheritdoc/>
    public bool IsConnected => _sender.IsConnected;

    /// <summary>Makes the peer reachable.</summary>
    /// <param name="sink">Told everything that happens from now on.</param>
    public void Start(IPeerTransportSink sink)
    {
        _sink = sink;
        if (!_services.Mux.TryRegister(Local.Ufrag, this))
        {
            throw new InvalidOperationException("The ICE user name fragment is taken: random numbers repeat.");
        }

        if (State == PeerTransportState.Closed)
        {
            // The stream ended, and this peer with it, before it could be reached: nobody else takes the entry out again.
            _services.Mux.Unregister(Local.Ufrag, this);
        }
    }

    /// <summary>Ends the peer once; the first reason stays. A connected peer hears close_notify.</summary>
    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is not null)
        {
            return;
        }

        Volatile.Write(ref _state, (int)PeerTransportState.Closed);
        _dtls.Close();
        _services.Mux.Unregister(Local.Ufrag, this);
        lock (_addresses)
        {
            foreach (var address in _addresses)
            {
                _services.Mux.Unbind(address, this);
            }

            _addresses.Clear();
        }

        _sender.Dispose();
        _receiver?.Dispose();
        Log.PeerClosed(_services.Logger, Local.Ufrag, reason);
        _sink?.OnClosed(reason);
    }

    /// <summary>Ends the peer if one of its clocks ran out; called a few times per second.</summary>
    /// <param name="now">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void CheckTimeouts(long now)
    {
        switch (State)
        {
            case PeerTransportState.Closed:
                break;
            case PeerTransportState.Connected:
                if (Elapsed(Volatile.Read(ref _lastCheck), now) > _options.ConsentTimeout)
                {
                    Close(PeerCloseReason.ConsentExpired);
                }
                else if (!_wasHeard && Elapsed(Volatile.Read(ref _connectedAt), now) > _options.SilentPeerTimeout)
                {
                    Close(PeerCloseReason.SilentAfterHandshake);
                }

                break;
            default:
                if (Elapsed(_createdAt, now) > _options.ConnectTimeout)
                {
                    Close(PeerCloseReason.NeverConnected);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public Span<byte> ReserveRtp(int maxLength) => _sender.ReserveRtp(maxLength);

    /// <inheritdoc/>
    public void CommitRtp(int length) => _sender.CommitRtp(length);

    /// <inheritdoc/>
    public void SendRtcp(ReadOnlySpan<byte> compound) => _sender.SendRtcp(compound);

    /// <inheritdoc/>
    public void Flush() => _sender.Flush();

    /// <inheritdoc/>
    public void OnStun(in StunMessage message, SocketAddress from, long arrivalTimestamp)
    {
        if (State == PeerTransportState.Closed)
        {
            return;
        }

        Span<byte> response = stackalloc byte[IceLiteAgent.MaxResponseLength];
        var verdict = _agent.Handle(message, from, response, out var length);
        var isCheck = verdict is IceVerdict.Checked or IceVerdict.Nominated;
        SocketAddress? address = null;
        if (isCheck && !TryBind(from, out address))
        {
            // Silence: an answer would have the peer use a path on which nothing of its own would ever reach us.
            return;
        }

        if (length > 0)
        {
            _services.Mux.Sender.Send(response[..length], from);
        }

        if (isCheck)
        {
            Volatile.Write(ref _lastCheck, arrivalTimestamp);
            if (verdict == IceVerdict.Nominated || !_nominated)
            {
                _nominated |= verdict == IceVerdict.Nominated;
                _sender.Destination = address;
            }

            if (TryAdvance(PeerTransportState.Checking))
            {
                _sink?.OnIceConnected();
            }
        }
    }

    /// <inheritdoc/>
    public void OnDtls(ReadOnlySpan<byte> datagram)
    {
        var state = State;
        if (state == PeerTransportState.Closed)
        {
            return;
        }

        _dtls.Offer(datagram);
        if (state < PeerTransportState.Handshaking)
        {
            // A refused job is no loss: the client sends its hello again, and this datagram waits in the queue.
            if (_services.Workers.TryRun(Handshake))
            {
                TryAdvance(PeerTransportState.Handshaking);
            }
        }
        else if (state == PeerTransportState.Connected)
        {
            SchedulePump();
        }
    }

    /// <inheritdoc/>
    public void OnMedia(Span<byte> datagram, DatagramKind kind, long arrivalTimestamp)
    {
        if (Volatile.Read(ref _receiver) is not { } receiver || !receiver.TryOpen(datagram, kind, arrivalTimestamp, out var length))
        {
            return;
        }

        _wasHeard = true;
        if (kind == DatagramKind.Rtcp)
        {
            _sink?.OnRtcp(datagram[..length], arrivalTimestamp);
        }
        else
        {
            _sink?.OnRtp(datagram[..length], arrivalTimestamp);
        }
    }

    /// <summary>Closes the peer.</summary>
    public ValueTask DisposeAsync()
    {
        Close(PeerCloseReason.ServerStopping);
        return ValueTask.CompletedTask;
    }

    private void Handshake()
    {
        DtlsSrtpKeys keys;
        try
        {
            keys = _dtls.Run();
        }
        catch (DtlsException e)
        {
            if (State != PeerTransportState.Closed)
            {
                Log.HandshakeFailed(_services.Logger, Local.Ufrag, e.Message);
                Close(PeerCloseReason.HandshakeFailed);
            }

            return;
        }

        Profile = SrtpProfile.Find(keys.Profile.Id)!; // only profiles that came from there are negotiated
        _sender.Open(new SrtpMasterKey(Profile, keys.ServerKey, keys.ServerSalt));
        var receiver = new PeerReceiver(
            new SrtpMasterKey(Profile, keys.ClientKey, keys.ClientSalt),
            _services.Mux.Counters,
            _services.Time
        );
        Volatile.Write(ref _connectedAt, _services.Time.GetTimestamp());
        TryAdvance(PeerTransportState.Connected);
        _sink?.OnConnected();
        Volatile.Write(ref _receiver, receiver); // only now: the sink hears of the connection before the first packet
        if (State == PeerTransportState.Closed)
        {
            _sender.Dispose();
            receiver.Dispose();
        }

        SchedulePump();
    }

    private void SchedulePump()
    {
        if (_dtls.HasPending && Interlocked.Exchange(ref _isPumping, 1) == 0 && !_services.Workers.TryRun(Pump))
        {
            Volatile.Write(ref _isPumping, 0);
        }
    }

    private void Pump()
    {
        _dtls.Pump();
        Volatile.Write(ref _isPumping, 0);
        if (_dtls.IsClosedByPeer)
        {
            Close(PeerCloseReason.PeerClosed);
        }
        else
        {
            SchedulePump();
        }
    }

    private void SendDtls(ReadOnlySpan<byte> datagram, object? state)
    {
        if (_sender.Destination is { } destination)
        {
            _services.Mux.Sender.Send(datagram, destination);
        }
    }

    /// <summary>Remembers an authenticated address; of more than a few the oldest that is not in use goes.</summary>
    private bool TryBind(SocketAddress from, [NotNullWhen(true)] out SocketAddress? address)
    {
        lock (_addresses)
        {
            foreach (var known in _addresses)
            {
                if (known.Equals(from))
                {
                    address = known;
                    return true;
                }
            }

            address = SocketAddressBytes.Clone(from);
            if (State == PeerTransportState.Closed || !_services.Mux.TryBind(address, this))
            {
                return false;
            }

            if (_addresses.Count == MaxAddresses)
            {
                var oldest = ReferenceEquals(_addresses[0], _sender.Destination) ? 1 : 0;
                _services.Mux.Unbind(_addresses[oldest], this);
                _addresses.RemoveAt(oldest);
            }

            _addresses.Add(address);
            return true;
        }
    }

    private bool TryAdvance(PeerTransportState to)
    {
        for (var current = Volatile.Read(ref _state); current < (int)to; current = Volatile.Read(ref _state))
        {
            if (Interlocked.CompareExchange(ref _state, (int)to, current) == current)
            {
                return true;
            }
        }

        return false;
    }

    private TimeSpan Elapsed(long since, long now) => _services.Time.GetElapsedTime(since, now);

    private static partial class Log
    {
        [LoggerMessage(EventName = "PeerClosed", Level = LogLevel.Debug, Message = "Peer {Ufrag} closed: {Reason}")]
        public static partial void PeerClosed(ILogger logger, string ufrag, string reason);

        [LoggerMessage(EventName = "PeerHandshakeFailed", Level = LogLevel.Information, Message = "Peer {Ufrag}: {Detail}")]
        public static partial void HandshakeFailed(ILogger logger, string ufrag, string detail);
    }
}
