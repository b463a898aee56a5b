using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.Tests;

/// <summary>Packets and formats for tests.</summary>
internal static class RtpBuilder
{
    public const uint Ssrc = 0x1234_5678;

    public static TrackFormat Video { get; } = new(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264");

    public static TrackFormat Audio { get; } = new(MediaKind.Audio, CodecKind.Pcmu, 8_000, 1, 0, "PCMU");

    /// <summary>A real 640x360 baseline SPS without B frames, made by x264.</summary>
    public static byte[] Sps { get; } = Convert.FromHexString("6742C01ED900A02FF97011000003000100000300320F162E48");

    public static byte[] Pps { get; } = Convert.FromHexString("68CB83CB20");

    /// <summary>An IDR slice: first_mb 0, slice_type 7 (I).</summary>
    public static byte[] Idr(int length = 100) => Nal(0x65, [0x88], length);

    /// <summary>A P slice: first_mb 0, slice_type 5.</summary>
    public static byte[] Slice(int length = 100) => Nal(0x41, [0x9A], length);

    /// <summary>A B slice: first_mb 0, slice_type 6.</summary>
    public static byte[] BSlice(int length = 100) => Nal(0x01, [0x9E], length);

    public static byte[] Nal(byte header, byte[] start, int length)
    {
        var nal = new byte[length];
        nal[0] = header;
        start.CopyTo(nal, 1);
        for (var i = 1 + start.Length; i < length; i++)
        {
            nal[i] = (byte)((i % 250) + 5);
        }
        return nal;
    }

    public static byte[] Datagram(
        ReadOnlySpan<byte> payload,
        ushort sequence,
        uint timestamp,
        bool marker = false,
        byte payloadType = 96,
        uint ssrc = Ssrc
    )
    {
        var datagram = new byte[12 + payload.Length];
        RtpPacketWriter.WriteHeader(datagram, marker, payloadType, sequence, timestamp, ssrc);
        payload.CopyTo(datagram.AsSpan(12));
        return datagram;
    }

    /// <summary>A packet with one reference, which the caller releases.</summary>
    public static RtpPacket Packet(
        PacketPool pool,
        ReadOnlySpan<byte> payload,
        long ticks90k,
        bool marker = false,
        bool startsKeyFrame = false,
        bool discontinuity = false,
        ushort sequence = 0,
        long arrival = 1
    ) =>
        new()
        {
            Buffer = pool.RentCopy(payload),
            PayloadOffset = 0,
            PayloadLength = payload.Length,
            Time = new MediaTime(ticks90k),
            Timestamp = (uint)ticks90k,
            ArrivalTimestamp = arrival,
            SequenceNumber = sequence,
            PayloadType = 96,
            Ssrc = Ssrc,
            Marker = marker,
            StartsKeyFrame = startsKeyFrame,
            Discontinuity = discontinuity,
        };
}
