using System.Buffers.Binary;

namespace Command.Media.Tests.WebRtc;

/// <summary>Reads transport-wide feedback as the draft writes it down, without a look at the writer under test.</summary>
internal static class TransportFeedbackReader
{
    /// <summary>Status of each number in one packet: null for lost, else the arrival in quarters of a millisecond.</summary>
    public static (uint Sender, uint Media, byte Count, List<(ushort Sequence, long? Ticks)> Statuses) Read(ReadOnlySpan<byte> packet)
    {
        Assert.Equal(15, packet[0] & 0x1F);
        Assert.Equal(2, packet[0] >> 6);
        Assert.Equal(205, packet[1]);
        Assert.Equal(packet.Length, (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1) * 4);
        var end = (packet[0] & 0x20) != 0 ? packet.Length - packet[^1] : packet.Length;
        var first = BinaryPrimitives.ReadUInt16BigEndian(packet[12..]);
        int expected = BinaryPrimitives.ReadUInt16BigEndian(packet[14..]);
        var reference = BinaryPrimitives.ReadInt32BigEndian(packet[16..]) >> 8;
        var at = 20;
        var symbols = new List<int>();
        while (symbols.Count < expected)
        {
            int chunk = BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
            at += 2;
            if ((chunk & 0x8000) == 0)
            {
                symbols.AddRange(Enumerable.Repeat((chunk >> 13) & 3, chunk & 0x1FFF));
            }
            else if ((chunk & 0x4000) == 0)
            {
                symbols.AddRange(Enumerable.Range(0, 14).Select(i => (chunk >> (13 - i)) & 1));
            }
            else
            {
                symbols.AddRange(Enumerable.Range(0, 7).Select(i => (chunk >> (12 - (2 * i))) & 3));
            }
        }
        Assert.All(symbols.Skip(expected), symbol => Assert.Equal(0, symbol));
        var statuses = new List<(ushort, long?)>();
        long ticks = reference * 256L;
        for (var i = 0; i < expected; i++)
        {
            Assert.NotEqual(3, symbols[i]);
            if (symbols[i] != 0)
            {
                ticks += symbols[i] == 1 ? packet[at] : BinaryPrimitives.ReadInt16BigEndian(packet[at..]);
                at += symbols[i];
            }
            statuses.Add(((ushort)(first + i), symbols[i] == 0 ? null : ticks));
        }
        Assert.Equal(end, at);
        return (BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), packet[19], statuses);
    }
}
