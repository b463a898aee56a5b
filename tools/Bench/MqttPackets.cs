using System.Buffers.Binary;
using System.Text;

namespace Command.Tools.Bench;

/// <summary>The five MQTT 5 packets of a load generator, written by hand: a client library would be what is measured.</summary>
internal static class MqttPackets
{
    public const byte ConnectAnswer = 0x20;
    public const byte Publish = 0x30;
    public const byte PublishAnswer = 0x40;

    /// <summary>CONNECT with clean start and a keep-alive of a minute (MQTT 5 §3.1).</summary>
    public static byte[] Connect(string clientId, string user, string password)
    {
        var body = new List<byte>();
        Add(body, "MQTT");
        body.AddRange([5, 0xC2, 0, 60, 0]);
        Add(body, clientId);
        Add(body, user);
        Add(body, password);
        return Frame(0x10, body);
    }

    /// <summary>SUBSCRIBE to one filter with QoS 0 (§3.8).</summary>
    public static byte[] Subscribe(string filter)
    {
        var body = new List<byte> { 0, 1, 0 };
        Add(body, filter);
        body.Add(0);
        return Frame(0x82, body);
    }

    /// <summary>Writes a PUBLISH with QoS 1 (§3.3) and gives its length.</summary>
    public static int WritePublish(Span<byte> destination, ReadOnlySpan<byte> topic, ushort id, ReadOnlySpan<byte> payload)
    {
        var length = 2 + topic.Length + 2 + 1 + payload.Length;
        destination[0] = Publish | 0x02;
        var at = 1;
        for (var rest = length; ; rest >>= 7)
        {
            destination[at++] = (byte)(rest > 127 ? (rest & 127) | 128 : rest);
            if (rest <= 127)
            {
                break;
            }
        }
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)topic.Length);
        topic.CopyTo(destination[(at + 2)..]);
        at += 2 + topic.Length;
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], id);
        destination[at + 2] = 0;
        payload.CopyTo(destination[(at + 3)..]);
        return at + 3 + payload.Length;
    }

    /// <summary>Length of the packet at the start of some bytes, and where its body begins; false while it is not whole.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> bytes, out int length, out int body)
    {
        length = body = 0;
        for (var at = 1; at < bytes.Length && at <= 4; at++)
        {
            length |= (bytes[at] & 127) << (7 * (at - 1));
            if (bytes[at] < 128)
            {
                body = at + 1;
                length += body;
                return length <= bytes.Length;
            }
        }
        return false;
    }

    private static void Add(List<byte> body, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        body.AddRange([(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes]);
    }

    private static byte[] Frame(byte type, List<byte> body)
    {
        var head = new List<byte> { type };
        for (var rest = body.Count; ; rest >>= 7)
        {
            head.Add((byte)(rest > 127 ? (rest & 127) | 128 : rest));
            if (rest <= 127)
            {
                return [.. head, .. body];
            }
        }
    }
}
