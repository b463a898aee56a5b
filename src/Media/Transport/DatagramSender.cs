using System.Net;
using System.Net.Sockets;
using Command.Media.Transport.Native;

namespace Command.Media.Transport;

/// <summary>
/// Sends through the shared socket: single datagrams, and batches whose equal runs the kernel segments (Linux UDP_SEGMENT), elsewhere
/// one by one. Thread-safe. The key frames of many viewers are more than the socket's buffer holds (Linux gives about 400 KiB unless told
/// otherwise), so a batch waits a moment for the network card; what finds no room even then is dropped and counted.
/// </summary>
internal sealed class DatagramSender
{
    private const int MaxIdleBatches = 16;

    /// <summary>Waits for room per batch; each that succeeds means that the buffer was half empty.</summary>
    private const int MaxWaits = 4;

    /// <summary>Longest wait: a 100 Mbit/s card empties half of the buffer in less.</summary>
    private static readonly TimeSpan RoomPatience = TimeSpan.FromMilliseconds(20);
    private readonly Socket _socket;
    private readonly Stack<PacketBatch> _idle = new(MaxIdleBatches);
    private readonly Lock _idleLock = new();
    private readonly SegmentationSwitch _segmentation;
    private readonly SegmentedSend _sendSegmented;
    private long _sent;
    private long _dropped;
    private long _failed;

    /// <summary>Borrows the socket.</summary>
    /// <param name="socket">Bound, unconnected UDP.</param>
    /// <param name="allowSegmentation">False forces the portable path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="sendSegmented">Sends runs; null for the system's way.</param>
    public DatagramSender(Socket socket, bool allowSegmentation, TimeProvider time, SegmentedSend? sendSegmented = null)
    {
        _socket = socket;
        _segmentation = new SegmentationSwitch(allowSegmentation && (sendSegmented is not null || UdpSegmentation.IsSupported), time);
        _sendSegmented = sendSegmented ?? UdpSegmentation.Send;
    }

    /// <summary>As <see cref="UdpSegmentation.Send"/>.</summary>
    internal delegate UdpSegmentation.Result SegmentedSend(
        SafeSocketHandle socket,
        PacketBatch batch,
        int firstRun,
        SocketAddress destination,
        out int sentRuns
    );

    /// <summary>True while runs leave by UDP_SEGMENT.</summary>
    public bool UsesSegmentation => _segmentation.IsOn;

    /// <summary>Datagrams handed to the kernel.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Datagrams dropped because the socket's buffer was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Datagrams the kernel refused: no route, too large for the path.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Lends an empty batch; give it back by <see cref="Send(PacketBatch, SocketAddress?)"/>.</summary>
    public PacketBatch Rent()
    {
        lock (_idleLock)
        {
            return _idle.TryPop(out var batch) ? batch : new PacketBatch();
        }
    }

    /// <summary>Sends one datagram at once; failures are counted, not thrown.</summary>
    public void Send(ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, destination);
            Interlocked.Increment(ref _sent);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            Interlocked.Increment(ref _dropped);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _failed);
        }
        catch (ObjectDisposedException)
        {
            Interlocked.Increment(ref _failed); // a late answer while the server stops
        }
    }

    /// <summary>Sends what waits in the batch and takes the batch back.</summary>
    /// <param name="batch">Not to be used afterwards.</param>
    /// <param name="destination">Null throws the datagrams away.</param>
    public void Send(PacketBatch batch, SocketAddress? destination)
    {
        if (destination is not null && !batch.IsEmpty)
        {
            var next = _segmentation.IsOn ? SendSegmented(batch, destination) : 0;
            for (; next < batch.Runs.Length; next++)
            {
                SendOneByOne(batch, batch.Runs[next], destination);
            }
        }

        batch.Clear();
        lock (_idleLock)
        {
            if (_idle.Count < MaxIdleBatches)
            {
                _idle.Push(batch);
            }
        }
    }

    /// <summary>Returns the index of the first run that still has to be sent one by one.</summary>
    private int SendSegmented(PacketBatch batch, SocketAddress destination)
    {
        var waits = 0;
        for (var next = 0; next < batch.Runs.Length; )
        {
            var result = _sendSegmented(_socket.SafeHandle, batch, next, destination, out var sentRuns);
            for (var end = next + sentRuns; next < end; next++)
            {
                Interlocked.Add(ref _sent, batch.Runs[next].SegmentCount);
                if (batch.Runs[next].SegmentCount > 1)
                {
                    _segmentation.OnSent();
                }
            }

            switch (result)
            {
                case UdpSegmentation.Result.Sent:
                    break;
                case UdpSegmentation.Result.BufferFull when waits++ < MaxWaits && WaitForRoom():
                    break;
                case UdpSegmentation.Result.BufferFull:
                    for (; next < batch.Runs.Length; next++)
                    {
                        Interlocked.Add(ref _dropped, batch.Runs[next].SegmentCount);
                    }

                    break;
                case UdpSegmentation.Result.RunRefused when batch.Runs[next].SegmentCount > 1:
                    // The path takes no segmented send of this size; its datagrams may still pass one by one.
                    SendOneByOne(batch, batch.Runs[next++], destination);
                    break;
                case UdpSegmentation.Result.RunRefused:
                    Interlocked.Increment(ref _failed);
                    next++;
                    break;
                case UdpSegmentation.Result.Unsupported:
                    // This path at least; what is left of the batch leaves one by one, others are not touched.
                    _segmentation.OnRefused();
                    return next;
            }
        }

        return batch.Runs.Length;
    }

    private bool WaitForRoom()
    {
        try
        {
            return _socket.Poll(RoomPatience, SelectMode.SelectWrite);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // the server stops
        }
    }

    private void SendOneByOne(PacketBatch batch, PacketBatch.Run run, SocketAddress destination)
    {
        var bytes = batch.Bytes.Slice(run.Offset, run.Length);
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(run.SegmentLength, bytes.Length);
            Send(bytes[..length], destination);
            bytes = bytes[length..];
        }
    }
}
