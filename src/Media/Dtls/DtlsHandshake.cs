using System.Buffers;
using System.Collections.Immutable;
using Org.BouncyCastle.Tls;

namespace Command.Media.Dtls;

/// <summary>
/// One DTLS 1.2 session (RFC 6347): made for its keys (RFC 5764), then kept to answer what comes late and to hear the goodbye.
/// The ClientHello of browsers is larger than a datagram, so there is no HelloVerifyRequest: the peer's address was proved by ICE.
/// </summary>
/// <remarks>
/// <see cref="Run"/> and <see cref="Pump"/> block and belong on a <see cref="DtlsWorkers"/> thread, one at a time.
/// <see cref="Offer"/>, <see cref="Abort"/> and the properties may be used from any thread.
/// </remarks>
internal sealed class DtlsHandshake
{
    private readonly DtlsDatagramTransport _datagrams;
    private readonly IDtlsPeer _peer;
    private readonly DtlsRole _role;
    private readonly Lock _sessionLock = new();
    private readonly byte[] _scratch = new byte[2048];
    private DtlsTransport? _session;
    private bool _isClosed;

    /// <summary>Prepares a session; nothing is sent yet.</summary>
    /// <param name="role">Ours.</param>
    /// <param name="certificate">Ours.</param>
    /// <param name="expected">Fingerprints of the peer's certificate from its description; one must match.</param>
    /// <param name="profiles">SRTP profiles we accept, best first.</param>
    /// <param name="send">Sends one datagram to the peer; called on pool threads.</param>
    public DtlsHandshake(
        DtlsRole role,
        DtlsCertificate certificate,
        ImmutableArray<DtlsFingerprint> expected,
        ImmutableArray<DtlsSrtpProfile> profiles,
        ReadOnlySpanAction<byte, object?> send
    )
    {
        _role = role;
        _datagrams = new DtlsDatagramTransport(send, role == DtlsRole.Server ? new DtlsFlightGuard() : null);
        _peer =
            role == DtlsRole.Server
                ? new DtlsServerPeer(certificate, expected, profiles)
                : new DtlsClientPeer(certificate, expected, profiles);
    }

    /// <summary>True after the peer's close_notify or fatal alert.</summary>
    public bool IsClosedByPeer => _peer.IsClosedByPeer;

    /// <summary>True while datagrams wait for <see cref="Pump"/>.</summary>
    public bool HasPending => !_datagrams.IsEmpty;

    /// <summary>Queues a datagram from the peer; a full queue drops it.</summary>
    public void Offer(ReadOnlySpan<byte> datagram) => _datagrams.Offer(datagram);

    /// <summary>Makes a running handshake fail at once.</summary>
    public void Abort() => _datagrams.Abort();

    /// <summary>Blocks until the handshake is done.</summary>
    /// <exception cref="DtlsException">It failed, timed out or was aborted.</exception>
    public DtlsSrtpKeys Run()
    {
        try
        {
            var session =
                _role == DtlsRole.Server
                    ? new DtlsServerProtocol().Accept((TlsServer)_peer, _datagrams)
                    : new DtlsClientProtocol().Connect((TlsClient)_peer, _datagrams);
            lock (_sessionLock)
            {
                // Our last flight leaves under the lock: a close that comes now must follow it, or the peer would never hear of it.
                _datagrams.Flush();
                _session = session;
                if (_isClosed)
                {
                    SayGoodbye();
                }
            }

            return _peer.Keys ?? throw new DtlsException("The handshake gave no SRTP keys.");
        }
        catch (Exception e) when (e is not DtlsException)
        {
            // The library throws its own alerts, I/O errors and, on odd input, whatever its parsers throw.
            _datagrams.Flush(); // the alert that tells the peer why
            throw new DtlsException($"DTLS handshake failed: {e.Message}", e);
        }
    }

    /// <summary>Lets the library look at what arrived after the handshake: repeats our last flight, hears alerts.</summary>
    public void Pump()
    {
        lock (_sessionLock)
        {
            try
            {
                while (_session is { } session && HasPending && !IsClosedByPeer)
                {
                    session.Receive(_scratch, 0, _scratch.Length, 1);
                }

                _datagrams.Flush();
            }
            catch (Exception)
            {
                // A fatal alert, in or out, ends the session; the peer flag tells which, and media ends by consent otherwise.
                _session = null;
            }

            if (_session is null)
            {
                // After the end nothing takes these any more: left waiting, they would ask for one pump after the other for ever.
                _datagrams.Clear();
            }
        }
    }

    /// <summary>Sends close_notify if the handshake was done. Blocks only as long as a send does.</summary>
    public void Close()
    {
        lock (_sessionLock)
        {
            _isClosed = true;
            SayGoodbye();
        }

        Abort();
    }

    private void SayGoodbye()
    {
        try
        {
            if (_session is { } session)
            {
                session.Close();
                _datagrams.Flush();
            }
        }
        catch (IOException)
        {
            // Nobody is left to tell.
        }

        _session = null;
    }
}
