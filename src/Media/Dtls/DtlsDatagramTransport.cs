using System.Buffers;
using Org.BouncyCastle.Tls;

namespace Command.Media.Dtls;

/// <summary>
/// The TLS library's view of one peer: a bounded queue of datagrams that the receive thread fills, and a way out. The library blocks in
/// <see cref="Receive(Span{byte}, int)"/>, always on a thread of the handshake pool.
/// </summary>
/// <remarks>
/// The library sends each record by itself; here the records of a flight wait for each other and leave as one datagram (RFC 6347 §4.1.1
/// allows it): one loss instead of five chances for one. They leave when the library begins to wait, or by <see cref="Flush"/>.
/// </remarks>
/// <param name="send">Sends one datagram to the peer's present address; called on pool threads.</param>
/// <param name="guard">Holds back what arrives too early; null where nothing can.</param>
internal sealed class DtlsDatagramTransport(ReadOnlySpanAction<byte, object?> send, DtlsFlightGuard? guard) : DatagramTransport
{
    private const int MaxQueued = 32;
    private const int ReceiveLimit = 1500;
    private const int SendLimit = 1200;
    private readonly Queue<byte[]> _queue = new();
    private readonly byte[] _flight = new byte[SendLimit];
    private int _flightLength;
    private bool _aborted;

    /// <summary>Datagrams dropped because the queue was full; the peer sends handshake messages again by itself.</summary>
    public long Dropped { get; private set; }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count == 0;
            }
        }
    }

    /// <summary>Copies a datagram into the queue.</summary>
    public void Offer(ReadOnlySpan<byte> datagram)
    {
        lock (_queue)
        {
            if (_queue.Count == MaxQueued || datagram.Length > ReceiveLimit)
            {
                Dropped++;
                return;
            }

            var length = guard?.Admit(datagram) ?? datagram.Length;
            if (length == 0)
            {
                return;
            }

            _queue.Enqueue(datagram[..length].ToArray());
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Drops what waits: nobody will look at it.</summary>
    public void Clear()
    {
        lock (_queue)
        {
            _queue.Clear();
        }
    }

    /// <summary>Makes the waiting and every later receive fail at once.</summary>
    public void Abort()
    {
        lock (_queue)
        {
            _aborted = true;
            Monitor.PulseAll(_queue);
        }
    }

    /// <inheritdoc/>
    public int GetReceiveLimit() => ReceiveLimit;

    /// <inheritdoc/>
    public int GetSendLimit() => SendLimit;

    /// <inheritdoc/>
    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    /// <inheritdoc/>
    public int Receive(Span<byte> buffer, int waitMillis)
    {
        Flush();
        lock (_queue)
        {
            if (_queue.Count == 0 && !_aborted)
            {
                Monitor.Wait(_queue, Math.Max(1, waitMillis));
            }

            if (_aborted)
            {
                throw new IOException("The DTLS session was aborted.");
            }

            if (!_queue.TryDequeue(out var datagram))
            {
                return -1;
            }

            var length = Math.Min(datagram.Length, buffer.Length);
            datagram.AsSpan(0, length).CopyTo(buffer);
            return length;
        }
    }

    /// <inheritdoc/>
    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> buffer)
    {
        if (_flightLength + buffer.Length > SendLimit)
        {
            Flush();
        }

        if (buffer.Length > SendLimit)
        {
            send(buffer, null);
            return;
        }

        buffer.CopyTo(_flight.AsSpan(_flightLength));
        _flightLength += buffer.Length;
    }

    /// <summary>Sends what waits; to be called by the thread that ran the library, after it.</summary>
    public void Flush()
    {
        if (_flightLength > 0)
        {
            send(_flight.AsSpan(0, _flightLength), null);
            _flightLength = 0;
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        // The socket is shared; the session ends by DtlsHandshake.
    }
}
