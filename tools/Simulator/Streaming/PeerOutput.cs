using System.Net.Sockets;

namespace Command.Tools.Simulator.Streaming;

/// <summary>
/// The write side of one RTSP connection. Writes go straight to the socket; what it does not take waits in one bounded buffer,
/// and while something waits, a write that does not fit is refused whole. Thread-safe: answers and frames never mix.
/// </summary>
internal sealed class PeerOutput(Socket socket)
{
    private const int Limit = 1024 * 1024;

    private readonly Lock _gate = new();
    private byte[] _waiting = [];
    private int _start;
    private int _length;

    /// <summary>Frames and answers refused because the client does not read.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes all of the bytes or none.</summary>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Flush();
            if (_length > 0 && _length + bytes.Length > Limit)
            {
                Refused++;
                return false;
            }

            if (_length == 0)
            {
                bytes = bytes[Write(bytes)..];
            }

            Keep(bytes);
            return true;
        }
    }

    private void Flush()
    {
        if (_length > 0)
        {
            var written = Write(_waiting.AsSpan(_start, _length));
            _start += written;
            _length -= written;
        }

        if (_length == 0 && _waiting.Length > 0)
        {
            (_waiting, _start) = ([], 0); // most clients never need it again
        }
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        var written = 0;
        while (written < bytes.Length)
        {
            int count;
            SocketError error;
            try
            {
                count = socket.Send(bytes[written..], SocketFlags.None, out error);
            }
            catch (ObjectDisposedException)
            {
                return bytes.Length; // the client went while the broadcast loop was still serving a list with it
            }

            if (error == SocketError.WouldBlock)
            {
                break;
            }

            if (error != SocketError.Success)
            {
                return bytes.Length; // the client is gone; its read loop ends and cleans up
            }

            written += count;
        }

        return written;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_start + _length + bytes.Length > _waiting.Length)
        {
            var larger = new byte[Math.Max(2 * (_length + bytes.Length), 16 * 1024)];
            _waiting.AsSpan(_start, _length).CopyTo(larger);
            (_waiting, _start) = (larger, 0);
        }

        bytes.CopyTo(_waiting.AsSpan(_start + _length));
        _length += bytes.Length;
    }
}
