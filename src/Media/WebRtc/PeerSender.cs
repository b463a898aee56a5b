using System.Net;
using Command.Media.Srtp;
using Command.Media.Transport;

namespace Command.Media.WebRtc;

/// <summary>The outbound half of a peer: outgoing SRTP contexts and the batch that is being filled.</summary>
/// <remarks>
/// <see cref="ReserveRtp"/> to <see cref="Flush"/> belong to the one send-loop thread of the session, whose contexts these are (a GCM index
/// must have one source). Opening, moving and disposing come from other threads and meet it at a lock nobody else wants.
/// </remarks>
internal sealed class PeerSender : IPeerSender, IDisposable
{
    private const int MaxOverhead = 20;
    private readonly DatagramSender _datagrams;
    private readonly Lock _contextLock = new();
    private SrtpContext? _rtp;
    private SrtcpContext? _rtcp;
    private PacketBatch? _batch;
    private volatile SocketAddress? _destination;
    private volatile bool _isOpen;

    /// <summary>Sends nothing until opened and given a destination.</summary>
    public PeerSender(DatagramSender datagrams)
    {
        _datagrams = datagrams;
    }

    /// <inheritdoc/>
    public bool IsConnected => _isOpen;

    /// <summary>Where packets go now; null before ICE found the peer. Never change an address object that was set.</summary>
    public SocketAddress? Destination
    {
        get => _destination;
        set => _destination = value;
    }

    /// <summary>Packets not protected because their sequence number did not come after the last one, or were no RTP: a defect upstream.</summary>
    public long Refused { get; private set; }

    /// <summary>Gives the keys; from now on packets leave.</summary>
    public void Open(SrtpMasterKey key)
    {
        lock (_contextLock)
        {
            _rtp = new SrtpContext(key);
            _rtcp = new SrtcpContext(key);
            _isOpen = true;
        }
    }

    /// <inheritdoc/>
    public Span<byte> ReserveRtp(int maxLength) => Room(maxLength)[..maxLength];

    /// <inheritdoc/>
    public void CommitRtp(int length)
    {
        if (length == 0 || _batch is not { } batch)
        {
            return;
        }

        lock (_contextLock)
        {
            if (_rtp is not null)
            {
                Take(batch, _rtp.TryProtect(batch.Reserve(length + MaxOverhead), length, out var written), written);
            }
        }
    }

    /// <inheritdoc/>
    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        var room = Room(compound.Length);
        compound.CopyTo(room);
        lock (_contextLock)
        {
            if (_rtcp is not null)
            {
                Take(_batch!, _rtcp.TryProtect(room, compound.Length, out var written), written); // Room rented it
            }
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_batch is { } batch)
        {
            _batch = null;
            _datagrams.Send(batch, _isOpen ? _destination : null);
        }
    }

    /// <summary>Stops sending; what the session still writes goes nowhere.</summary>
    public void Dispose()
    {
        lock (_contextLock)
        {
            _isOpen = false;
            _rtp?.Dispose();
            _rtcp?.Dispose();
            _rtp = null;
            _rtcp = null;
        }
    }

    private Span<byte> Room(int length)
    {
        if (_batch is { } full && !full.HasRoomFor(length + MaxOverhead))
        {
            Flush();
        }

        _batch ??= _datagrams.Rent();
        return _batch.Reserve(length + MaxOverhead);
    }

    private void Take(PacketBatch batch, bool isProtected, int written)
    {
        if (isProtected)
        {
            batch.Commit(written);
        }
        else
        {
            Refused++;
        }
    }
}
