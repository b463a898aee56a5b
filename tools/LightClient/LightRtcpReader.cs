using System.Buffers.Binary;

namespace Command.Tools.LightClient;

/// <summary>Reads what a server sends to a publisher. What is cut off or unknown is passed over.</summary>
internal static class LightRtcpReader
{
    private const int SenderReport = 200;
    private const int ReceiverReport = 201;
    private const int Goodbye = 203;
    private const int TransportFeedback = 205;
    private const int PayloadFeedback = 206;
    private const int ExtendedReport = 207;
    private const int ReferenceTimeBlock = 4;

    public static void Read(ReadOnlySpan<byte> compound, ILightPublisherRequests requests)
    {
        while (compound.Length >= 4)
        {
            var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(compound[2..]) + 1);
            if (length > compound.Length)
            {
                return;
            }

            ReadOne(compound[1], compound[0] & 0x1F, compound[..length], requests);
            compound = compound[length..];
        }
    }

    private static void ReadOne(int type, int countOrFormat, ReadOnlySpan<byte> packet, ILightPublisherRequests requests)
    {
        switch (type, countOrFormat)
        {
            case (SenderReport, _):
                ReadBlocks(packet, 28, countOrFormat, requests);
                break;
            case (ReceiverReport, _):
                ReadBlocks(packet, 8, countOrFormat, requests);
                break;
            case (Goodbye, _):
                requests.OnGoodbye();
                break;
            case (TransportFeedback, 1):
                ReadNack(packet, requests);
                break;
            case (TransportFeedback, 15):
                ReadTransportFeedback(packet, requests);
                break;
            case (ExtendedReport, _):
                ReadReferenceTime(packet, requests);
                break;
            case (PayloadFeedback, 1) when packet.Length >= 12:
                requests.OnKeyFrameRequest(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]));
                break;
            case (PayloadFeedback, 4) when packet.Length >= 20:
                requests.OnKeyFrameRequest(BinaryPrimitives.ReadUInt32BigEndian(packet[12..])); // FIR names it in its entry (RFC 5104 §4.3.1)
                break;
        }
    }

    private static void ReadBlocks(ReadOnlySpan<byte> packet, int at, int count, ILightPublisherRequests requests)
    {
        for (; count > 0 && at + 24 <= packet.Length; count--, at += 24)
        {
            var block = packet[at..];
            requests.OnReport(
                BinaryPrimitives.ReadUInt32BigEndian(block),
                block[4] / 256.0,
                BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
                BinaryPrimitives.ReadUInt32BigEndian(block[20..])
            );
        }
    }

    private static void ReadReferenceTime(ReadOnlySpan<byte> packet, ILightPublisherRequests requests)
    {
        for (var at = 8; at + 12 <= packet.Length; at += 4 * (1 + BinaryPrimitives.ReadUInt16BigEndian(packet[(at + 2)..])))
        {
            if (packet[at] == ReferenceTimeBlock)
            {
                var middle = BinaryPrimitives.ReadUInt32BigEndian(packet[(at + 6)..]);
                requests.OnReferenceTime(BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), middle);
            }
        }
    }

    private static void ReadNack(ReadOnlySpan<byte> packet, ILightPublisherRequests requests)
    {
        if (packet.Length < 12)
        {
            return;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        for (var at = 12; at + 4 <= packet.Length; at += 4)
        {
            var first = BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
            var following = BinaryPrimitives.ReadUInt16BigEndian(packet[(at + 2)..]);
            requests.OnNack(ssrc, first);
            for (var bit = 0; bit < 16; bit++)
            {
                if ((following >> bit & 1) != 0)
                {
                    requests.OnNack(ssrc, (ushort)(first + bit + 1));
                }
            }
        }
    }

    /// <summary>Status chunks only (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): this client does not estimate bandwidth.</summary>
    private static void ReadTransportFeedback(ReadOnlySpan<byte> packet, ILightPublisherRequests requests)
    {
        if (packet.Length < 20)
        {
            return;
        }

        var left = (int)BinaryPrimitives.ReadUInt16BigEndian(packet[14..]);
        var (received, missing) = (0, 0);
        for (var at = 20; left > 0 && at + 2 <= packet.Length; at += 2)
        {
            var chunk = BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
            if ((chunk & 0x8000) == 0)
            {
                var run = Math.Min(left, chunk & 0x1FFF);
                Count((chunk >> 13 & 3) != 0, run);
                left -= run;
                continue;
            }

            var width = (chunk & 0x4000) == 0 ? 1 : 2;
            for (var shift = 14 - width; shift >= 0 && left > 0; shift -= width, left--)
            {
                Count((chunk >> shift & ((1 << width) - 1)) != 0, 1);
            }
        }

        requests.OnTransportFeedback(received, missing);

        void Count(bool came, int times)
        {
            received += came ? times : 0;
            missing += came ? 0 : times;
        }
    }
}
