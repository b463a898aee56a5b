using System.Buffers.Binary;

namespace Command.Tools.LightClient;

/// <summary>The RTCP packets that light clients send, written by hand so that the server's own reader and writer are not their judges.</summary>
internal static class LightRtcp
{
    /// <summary>Room that the longest of them needs, with what SRTCP adds.</summary>
    public const int MaxLength = 128;

    private const byte SenderReport = 200;
    private const byte ReceiverReport = 201;
    private const byte SourceDescription = 202;
    private const byte TransportFeedback = 205;
    private const byte PayloadFeedback = 206;
    private const byte ExtendedReport = 207;
    private const byte DelayBlock = 5;

    /// <summary>An empty receiver report (RFC 3550 §6.4.2).</summary>
    public static int WriteReport(Span<byte> destination, uint sender)
    {
        Header(destination, 0, ReceiverReport, 8, sender);
        return 8;
    }

    /// <summary>A sender report with the name of its source (RFC 3550 §6.4.1, §6.5).</summary>
    /// <param name="destination">At least 48 bytes.</param>
    /// <param name="sender">Of the media.</param>
    /// <param name="ntp">Wall clock.</param>
    /// <param name="timestamp">The same moment on the RTP clock.</param>
    /// <param name="packets">Sent so far.</param>
    /// <param name="octets">Payload bytes sent so far.</param>
    public static int WriteSenderReport(Span<byte> destination, uint sender, ulong ntp, uint timestamp, uint packets, uint octets)
    {
        const int Report = 28;
        var name = "light-client"u8;
        Header(destination, 0, SenderReport, Report, sender);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], ntp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], packets);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], octets);
        var description = destination[Report..];
        var length = (8 + 2 + name.Length + 1 + 3) & ~3;
        description[..length].Clear();
        Header(description, 1, SourceDescription, length, sender);
        description[8] = 1; // CNAME
        description[9] = (byte)name.Length;
        name.CopyTo(description[10..]);
        return Report + length;
    }

    /// <summary>How long ago a reference time was heard (RFC 3611 §4.5).</summary>
    /// <param name="destination">At least 24 bytes.</param>
    /// <param name="sender">Of the media.</param>
    /// <param name="receiver">Who told its time.</param>
    /// <param name="reference">Middle bits of that time.</param>
    /// <param name="delay">Since then, in 1/65536 s.</param>
    public static int WriteDelay(Span<byte> destination, uint sender, uint receiver, uint reference, uint delay)
    {
        Header(destination, 0, ExtendedReport, 24, sender);
        destination[8] = DelayBlock;
        destination[9] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], 3);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], receiver);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], reference);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], delay);
        return 24;
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
