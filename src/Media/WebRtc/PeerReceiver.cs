using Command.Media.Srtp;
using Command.Media.Transport;

namespace Command.Media.WebRtc;

/// <summary>The inbound half of a peer: incoming SRTP contexts. Used by the mux receive thread; disposed by any.</summary>
internal sealed class PeerReceiver : IDisposable
{
    /// <summary>
    /// Packets per second that may fail authentication; after that all are dropped unseen until the second is over. A failure costs an
    /// exception (the platform's GCM has no verdict), and who forges a peer's address can send many.
    /// </summary>
    public const int FailuresPerSecond = 50;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly UdpMuxCounters _counters;
    private readonly TimeProvider _time;
    private readonly Lock _contextLock = new();
    private readonly SrtpContext _rtp;
    private readonly SrtcpContext _rtcp;
    private long _windowStart;
    private int _failures;
    private bool _disposed;

    /// <summary>Derives the session keys.</summary>
    /// <param name="key">The peer's.</param>
    /// <param name="counters">Told of what is dropped unseen.</param>
    /// <param name="time">The clock of arrivals.</param>
    public PeerReceiver(SrtpMasterKey key, UdpMuxCounters counters, TimeProvider time)
    {
        _counters = counters;
        _time = time;
        _rtp = new SrtpContext(key);
        _rtcp = new SrtcpContext(key);
    }

    /// <summary>Packets refused, by any verdict but <see cref="UnprotectResult.Ok"/>.</summary>
    public long Refused { get; private set; }

    /// <summary>Checks and decrypts in place.</summary>
    /// <param name="datagram">The packet.</param>
    /// <param name="kind">RTP or RTCP.</param>
    /// <param name="arrival"><see cref="TimeProvider.GetTimestamp"/> at its arrival.</param>
    /// <param name="length">Bytes of the clear packet.</param>
    /// <returns>False when the packet is worth nothing.</returns>
    public bool TryOpen(Span<byte> datagram, DatagramKind kind, long arrival, out int length)
    {
        lock (_contextLock)
        {
            length = 0;
            if (_disposed)
            {
                return false;
            }

            if (_failures >= FailuresPerSecond && _time.GetElapsedTime(_windowStart, arrival) < Window)
            {
                Refused++;
                _counters.Add(UdpMuxCounters.Count.Unchecked);
                return false;
            }

            var result = kind == DatagramKind.Rtcp ? _rtcp.Unprotect(datagram, out length) : _rtp.Unprotect(datagram, out length);
            if (result != UnprotectResult.Ok)
            {
                Refused++;
                if (result == UnprotectResult.AuthenticationFailed)
                {
                    NoteFailure(arrival);
                }

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

    private void NoteFailure(long arrival)
    {
        if (_failures == 0 || _time.GetElapsedTime(_windowStart, arrival) >= Window)
        {
            _windowStart = arrival;
            _failures = 0;
        }

        _failures++;
    }
}
