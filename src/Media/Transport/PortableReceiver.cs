using System.Net;
using System.Net.Sockets;

namespace Command.Media.Transport;

/// <summary>Receives one datagram per call with what every platform has.</summary>
internal sealed class PortableReceiver(Socket socket) : IDatagramReceiver
{
    private const int MaxDatagram = 2048;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);
    private readonly byte[] _buffer = new byte[MaxDatagram];
    private readonly SocketAddress _source = new(socket.AddressFamily);
    private int _length;

    /// <inheritdoc/>
    public int Receive()
    {
        try
        {
            if (!socket.Poll(Wait, SelectMode.SelectRead))
            {
                return 0;
            }

            _source.Size = _source.Buffer.Length;
            _length = socket.ReceiveFrom(_buffer, SocketFlags.None, _source);
            return 1;
        }
        catch (SocketException)
        {
            return 0; // cut-off datagrams and "port unreachable" reports of earlier sends end up here on some platforms
        }
    }

    /// <inheritdoc/>
    public Span<byte> Datagram(int index) => _buffer.AsSpan(0, _length);

    /// <inheritdoc/>
    public void CopySource(int index, SocketAddress destination)
    {
        _source.Buffer.Span[.._source.Size].CopyTo(destination.Buffer.Span);
        destination.Size = _source.Size;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The socket belongs to the mux; the memory is managed.
    }
}
