using System.Text;
using Command.Media.Rtcp;
using Command.Media.Time;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Rtcp;

public sealed class RtcpTests
{
    [Fact]
    public void Rfc3550_6_4_1_Sender_report_layout()
    {
        var bytes = new byte[SenderReport.Length];
        var report = new SenderReport(0xDEADBEEF, new NtpTimestamp(0x0102030405060708), 0x0A0B0C0D, 17, 4711);
        Assert.Equal(28, report.Write(bytes));
        Assert.Equal("80C80006DEADBEEF01020304050607080A0B0C0D0000001100001267", Convert.ToHexString(bytes));
        var packet = Single(bytes);
        Assert.True(SenderReport.TryRead(packet, out var back));
        Assert.Equal(report, back);
    }

    [Property]
    public void Rfc3550_6_4_2_Report_blocks_come_back(uint ssrc, byte fraction, int lost, uint highest, uint jitter, uint last, uint delay)
    {
        var block = new ReportBlock(ssrc, fraction, Math.Clamp(lost, -0x80_0000, 0x7F_FFFF), highest, jitter, last, delay);
        var bytes = new byte[64];
        var length = ReceiverReport.Write(bytes, 5, block, block with { Ssrc = ~ssrc });
        Assert.Equal(56, length);
        var packet = Single(bytes.AsSpan(0, length));
        Assert.True(ReceiverReport.TryRead(packet, out var reporter));
        Assert.Equal(5u, reporter);
        Assert.True(ReceiverReport.TryReadBlock(packet, 0, out var back));
        Assert.Equal(block, back);
        Assert.True(ReceiverReport.TryReadBlock(packet, 1, out back));
        Assert.Equal(~ssrc, back.Ssrc);
        Assert.False(ReceiverReport.TryReadBlock(packet, 2, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("abcd")]
    public void Rfc3550_6_5_Description_ends_with_a_zero_on_a_word(string name)
    {
        var bytes = new byte[64];
        Array.Fill(bytes, (byte)0xEE);
        var length = SourceDescription.Write(bytes, 9, Encoding.UTF8.GetBytes(name));
        Assert.Equal(0, length % 4);
        Assert.Equal(0, bytes[length - 1]);
        Assert.True(SourceDescription.TryReadCanonicalName(Single(bytes.AsSpan(0, length)), out var ssrc, out var back));
        Assert.Equal(9u, ssrc);
        Assert.Equal(name, Encoding.UTF8.GetString(back));
    }

    [Property(MaxTest = 500)]
    public void Rfc4585_6_2_1_Any_missing_numbers_come_back(ushort first, byte[] gaps)
    {
        var missing = new List<ushort> { first };
        foreach (var gap in gaps.Take(100))
        {
            missing.Add((ushort)(missing[^1] + gap + 1));
        }
        var bytes = new byte[1024];
        var length = GenericNack.Write(bytes, 1, 2, [.. missing]);
        var packet = Single(bytes.AsSpan(0, length));
        Assert.True(GenericNack.TryRead(packet, out var source));
        Assert.Equal(2u, source);
        var back = new ushort[256];
        Assert.Equal(missing, back[..GenericNack.ReadSequences(packet, back)]);
    }

    [Fact]
    public void Rfc4585_6_3_1_and_Rfc5104_4_3_1_Key_frame_wishes()
    {
        var bytes = new byte[12];
        PictureLossIndication.Write(bytes, 1, 0xCAFE);
        Assert.Equal("81CE0002000000010000CAFE", Convert.ToHexString(bytes));
        Assert.True(PictureLossIndication.TryRead(Single(bytes), out var source));
        Assert.Equal(0xCAFEu, source);
        var request = Single(Convert.FromHexString("84CE000400000001000000000000CAFE07000000"));
        Assert.True(FullIntraRequest.Names(request, 0xCAFE));
        Assert.False(FullIntraRequest.Names(request, 0xCAFF));
        Assert.False(PictureLossIndication.TryRead(request, out _));
    }

    [Fact]
    public void Rfc3550_6_6_Goodbye_names_its_sources()
    {
        var bytes = new byte[12];
        Assert.Equal(12, Goodbye.Write(bytes, 7, 8));
        Assert.True(Goodbye.Names(Single(bytes), 8));
        Assert.False(Goodbye.Names(Single(bytes), 9));
    }

    [Fact]
    public void TryReadNext_GarbageAfterAReport_KeepsTheReport()
    {
        // Hanwha appends bytes that are no packet.
        byte[] bytes = [.. Convert.FromHexString("80C9000100000005"), 1, 2, 3];
        var compound = new RtcpCompound(bytes);
        Assert.True(compound.TryReadNext(out var packet));
        Assert.True(ReceiverReport.TryRead(packet, out _));
        Assert.False(compound.TryReadNext(out _));
        Assert.True(compound.IsMalformed);
    }

    [Theory, MemberData(nameof(CrashCorpus.Rows), "rtcp", MemberType = typeof(CrashCorpus))]
    public void Readers_OldCrasher_GiveAVerdict(string file) => AssertReadable(CrashCorpus.Read("rtcp", file));

    [Property(MaxTest = 5_000)]
    public void Readers_AnyBytes_GiveAVerdict(byte type, byte count, byte words, byte[] rest) =>
        AssertReadable([(byte)(0x80 | (count & 0x3F)), (byte)(200 + (type % 8)), 0, (byte)(words % 16), .. rest]);

    private static RtcpPacketView Single(ReadOnlySpan<byte> bytes)
    {
        var compound = new RtcpCompound(bytes);
        Assert.True(compound.TryReadNext(out var packet));
        Assert.False(compound.TryReadNext(out _));
        Assert.False(compound.IsMalformed);
        return packet;
    }

    /// <summary>Every reader gets every packet; none may throw or read outside.</summary>
    private static void AssertReadable(byte[] bytes)
    {
        var compound = new RtcpCompound(bytes);
        var total = 0;
        var sequences = new ushort[64];
        while (compound.TryReadNext(out var packet))
        {
            total += RtcpCompound.HeaderLength + packet.Body.Length;
            SenderReport.TryRead(packet, out _);
            ReceiverReport.TryRead(packet, out _);
            for (var i = 0; i < packet.Count; i++)
            {
                SenderReport.TryReadBlock(packet, i, out _);
                ReceiverReport.TryReadBlock(packet, i, out _);
            }
            SourceDescription.TryReadCanonicalName(packet, out _, out _);
            Goodbye.Names(packet, 1);
            PictureLossIndication.TryRead(packet, out _);
            FullIntraRequest.Names(packet, 1);
            ExtendedReport.TryReadDelay(packet, 1, out _, out _);
            if (GenericNack.TryRead(packet, out _))
            {
                Assert.InRange(GenericNack.ReadSequences(packet, sequences), 1, sequences.Length);
            }
        }
        Assert.InRange(total, 0, bytes.Length);
    }
}
