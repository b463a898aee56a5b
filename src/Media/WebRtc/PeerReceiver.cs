using Command.Media.Srtp;
using Command.Media.Transport;

namespace Command.Media.WebRtc;

/// <summary>The inbound half of a peer: incoming SRTP contexts. Used by the mux receive thread; disposed by any.</summary>
internal sealed class PeerReceiver : IDisposable
{
    private readonly Lock _contextLock = new();
    private readonly SrtpContext _rtp;
    private readonly SrtcpContext _rtcp;
    private bool _disposed;

    /// <summary>Derives the session keys.</summary>
    public PeerReceiver(SrtpMasterKey key)
    {
        _rtp = new SrtpContext(key);
        _rtcp = new SrtcpContext(key);
    }

    /// <summary>Packets refused, by any verdict but <see cref="UnprotectResult.Ok"/>.</summary>
    public long Refused { get; private set; }

    /// <summary>Checks and decrypts in place.</summary>
    /// <returns>False when the packet is worth nothing.</returns>
    public bool TryOpen(Span<byte> datagram, DatagramKind kind, out int length)
    {
        lock (_contextLock)
        {
            length = 0;
            if (_disposed)
            {
                return false;
            }

            var result = kind == DatagramKind.Rtcp ? _rtcp.Unprotect(datagram, out length) : _rtp.Unprotect(datagram, out length);
            if (result != UnprotectResult.Ok)
            {
                Refused++;
                return false;
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_contextLock)
        {
            _disposed = true;
            _rtp.Dispose();
            _rtcp.Dispose();
        }
    }
}
