using System.Buffers.Binary;
using Command.Media.Rtcp;
using Command.Media.Time;
using FsCheck.Xunit;

namespace Command.Media.Tests.Rtcp;

public sealed class ExtendedReportTests
{
    [Fact]
    public void Rfc3611_4_4_Reference_time_layout()
    {
        var bytes = new byte[ExtendedReport.ReferenceTimeLength];
        Assert.Equal(20, ExtendedReport.WriteReferenceTime(bytes, 0xDEADBEEF, new NtpTimestamp(0x0102030405060708)));
        Assert.Equal("80CF0004DEADBEEF040000020102030405060708", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Rfc3611_4_5_Delay_of_the_named_receiver()
    {
        // A reference time of the other side, then delays for two receivers.
        var packet = Single("80CF000BCAFEBABE04000002010203040506070805000006" + "0000000100000011000000120000000200000021" + "00000022");
        Assert.True(ExtendedReport.TryReadDelay(packet, 2, out var last, out var delay));
        Assert.Equal((0x21u, 0x22u), (last, delay));
        Assert.True(ExtendedReport.TryReadDelay(packet, 1, out last, out delay));
        Assert.Equal((0x11u, 0x12u), (last, delay));
        Assert.False(ExtendedReport.TryReadDelay(packet, 3, out _, out _));
    }

    [Property]
    public void Rfc3611_4_5_Any_delay_comes_back(uint other, uint own, uint last, uint delay, byte unknownBlocks)
    {
        var unknown = (unknownBlocks % 5) * 8;
        var bytes = new byte[8 + unknown + 4 + 24];
        RtcpCompound.WriteHeader(bytes, RtcpPacketType.ExtendedReport, 0, bytes.Length);
        for (var at = 8; at < 8 + unknown; at += 8)
        {
            bytes[at] = 42;
            bytes[at + 3] = 1;
        }
        var block = bytes.AsSpan(8 + unknown);
        block[0] = 5;
        block[3] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(block[4..], own == other ? ~own : other);
        BinaryPrimitives.WriteUInt32BigEndian(block[16..], own);
        BinaryPrimitives.WriteUInt32BigEndian(block[20..], last);
        BinaryPrimitives.WriteUInt32BigEndian(block[24..], delay);
        var compound = new RtcpCompound(bytes);
        Assert.True(compound.TryReadNext(out var packet));
        Assert.True(ExtendedReport.TryReadDelay(packet, own, out var lastBack, out var delayBack));
        Assert.Equal((last, delay), (lastBack, delayBack));
    }

    private static RtcpPacketView Single(string hex)
    {
        var compound = new RtcpCompound(Convert.FromHexString(hex));
        Assert.True(compound.TryReadNext(out var packet));
        Assert.False(compound.IsMalformed);
        return packet;
    }
}
