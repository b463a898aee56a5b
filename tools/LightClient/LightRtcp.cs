using System.Buffers.Binary;

namespace Command.Tools.LightClient;

/// <summary>The three RTCP packets a viewer sends, written by hand so that the server's own writer is not its judge.</summary>
internal static class LightRtcp
{
    private const byte ReceiverReport = 201;
    private const byte TransportFeedback = 205;
    private const byte PayloadFeedback = 206;

    /// <summary>An empty receiver report (RFC 3550 §6.4.2).</summary>
    public static int WriteReport(Span<byte> destination, uint sender)
    {
        Header(destination, 0, ReceiverReport, 8, sender);
        return 8;
    }

    /// <summary>PLI (RFC 4585 §6.3.1).</summary>
    public static int WritePictureLoss(Span<byte> destination, uint sender, uint media)
    {
        Header(destination, 1, PayloadFeedback, 12, sender);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], media);
        return 12;
    }

    /// <summary>Generic NACK of one run of at most 17 numbers (RFC 4585 §6.2.1).</summary>
    public static int WriteNack(Span<byte> destination, uint sender, uint media, ushort first, int count)
    {
        Header(destination, 1, TransportFeedback, 16, sender);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], media);
        BinaryPrimitives.WriteUInt16BigEndian(destination[12..], first);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)((1 << (count - 1)) - 1));
        return 16;
    }

    private static void Header(Span<byte> destination, int countOrFormat, byte type, int length, uint sender)
    {
        destination[0] = (byte)(0x80 | countOrFormat);
        destination[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], sender);
    }
}
