using System.Net;
using System.Net.Sockets;

namespace Command.Silo.Hosting;

/// <summary>
/// Finds a port where 0 was asked for and the listener cannot take 0 itself. It lies below those that systems hand out by themselves (32768 and up
/// on Linux), so nobody is given it between this look and the listener.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_768;
    private const int Attempts = 100;

    public static int Or(int port)
    {
        if (port != 0)
        {
            return port;
        }
        for (var attempt = 1; ; attempt++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var candidate = Random.Shared.Next(First, End);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, candidate));
                return candidate;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < Attempts)
            {
                // Somebody listens there: the next one.
            }
        }
    }
}
