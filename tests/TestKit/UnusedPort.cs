using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Command.TestKit;

/// <summary>
/// Ports for programs that cannot take 0 or must come back on the same one. They lie below those that the system hands out by itself (32768 and
/// up on Linux): no client and no listener on port 0 is given one between this look and the program's own. Thread-safe.
/// </summary>
public static class UnusedPort
{
    private const int First = 10_000;
    private const int End = 20_000;
    private const int Attempts = 100;
    private static readonly ConcurrentDictionary<int, byte> Given = new();

    /// <summary>A TCP port on which nobody listens.</summary>
    public static int Tcp() => Find(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>A UDP port that nobody has bound.</summary>
    public static int Udp() => Find(SocketType.Dgram, ProtocolType.Udp);

    private static int Find(SocketType type, ProtocolType protocol)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (!Given.TryAdd(port, 0))
            {
                continue;
            }
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < Attempts)
            {
                // Somebody is there: the next one.
            }
        }
    }
}
