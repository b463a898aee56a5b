using System.Buffers.Binary;

namespace Command.Tools.Simulator.Streaming;

/// <summary>
/// RTP packets of one frame as they go over TCP: <c>'$' channel length</c> before each (RFC 2326 §10.12). Over UDP the same packets
/// are sent without those four bytes.
/// </summary>
internal sealed class FrameBuffer
{
    public const int Prefix = 4;
    public const int RtpHeader = 12;

    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Adds an RTP packet (RFC 3550 §5.1).</summary>
    public void AddRtp(byte channel, bool marker, byte payloadType, ushort sequence, uint timestamp, uint ssrc, ReadOnlySpan<byte> payload)
    {
        var packet = Add(channel, RtpHeader + payload.Length);
        packet[0] = 0x80;
        packet[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
        payload.CopyTo(packet[RtpHeader..]);
    }

    /// <summary>Adds room for a packet and returns it.</summary>
    public Span<byte> Add(byte channel, int length)
    {
        var needed = _length + Prefix + length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
        }

        var place = _bytes.AsSpan(_length, Prefix + length);
        place[0] = (byte)'$';
        place[1] = channel;
        BinaryPrimitives.WriteUInt16BigEndian(place[2..], (ushort)length);
        _length = needed;
        return place[Prefix..];
    }
}
