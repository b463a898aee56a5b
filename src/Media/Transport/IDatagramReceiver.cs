using System.Net;

namespace Command.Media.Transport;

/// <summary>Takes datagrams off a socket in batches into memory of its own. One thread.</summary>
internal interface IDatagramReceiver : IDisposable
{
    /// <summary>Waits a fraction of a second at most for the next datagrams.</summary>
    /// <returns>How many are there; 0 after a quiet wait or a passing socket error.</returns>
    int Receive();

    /// <summary>Bytes of one of them, until the next <see cref="Receive"/>; empty when it was cut off.</summary>
    Span<byte> Datagram(int index);

    /// <summary>Writes its source into a reused address object.</summary>
    void CopySource(int index, SocketAddress destination);
}
