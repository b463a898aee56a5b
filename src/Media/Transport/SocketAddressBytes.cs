using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Command.Media.Transport;

/// <summary>Reads IP bytes and port out of a native socket address without making an <see cref="IPEndPoint"/>.</summary>
internal static class SocketAddressBytes
{
    private const int IPv4Offset = 4;
    private const int IPv6Offset = 8;

    private static ReadOnlySpan<byte> MappedPrefix => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    /// <summary>Port in host order.</summary>
    public static ushort Port(SocketAddress address) => BinaryPrimitives.ReadUInt16BigEndian(address.Buffer.Span[2..]);

    /// <summary>Four or sixteen address bytes; an IPv4 address that a dual-stack socket shows as ::ffff:a.b.c.d has four.</summary>
    public static ReadOnlySpan<byte> Address(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        if (address.Family == AddressFamily.InterNetwork)
        {
            return bytes.Slice(IPv4Offset, 4);
        }

        var full = bytes.Slice(IPv6Offset, 16);
        return full.StartsWith(MappedPrefix) ? full[12..] : full;
    }

    /// <summary>Address and port for people.</summary>
    public static IPEndPoint ToEndPoint(SocketAddress address) => new(new IPAddress(Address(address)), Port(address));

    /// <summary>An independent copy, for tables that outlive a receive call.</summary>
    public static SocketAddress Clone(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Buffer.Length) { Size = address.Size };
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
