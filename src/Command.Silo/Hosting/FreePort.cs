using System.Net;
using System.Net.Sockets;

namespace Command.Silo.Hosting;

/// <summary>Finds a port where 0 was asked for and the listener cannot take 0 itself.</summary>
internal static class FreePort
{
    public static int Or(int port)
    {
        if (port != 0)
        {
            return port;
        }
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // bound above
    }
}
