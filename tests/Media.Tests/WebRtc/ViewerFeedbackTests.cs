using Command.Media.Rtcp;
using Command.Media.Time;
using Command.Media.WebRtc;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.WebRtc;

public sealed class ViewerFeedbackTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly ViewerFeedback _feedback = new([100, 200]);
    private readonly byte[] _bytes = new byte[1_024];

    [Fact]
    public void Receive_Compound_SortsEverythingByTrack()
    {
        var sent = NtpTimestamp.FromDateTimeOffset(Now - TimeSpan.FromMilliseconds(530)).Compact;
        var length = ReceiverReport.Write(_bytes, 1, new ReportBlock(200, 64, 5, 900, 30, sent, 65_536 / 2));
        length += GenericNack.Write(_bytes.AsSpan(length), 1, 100, 10, 12, 40);
        length += PictureLossIndication.Write(_bytes.AsSpan(length), 1, 200);
        Assert.True(_feedback.Receive(_bytes.AsSpan(0, length), Now));
        var missing = new List<(int, ushort)>();
        while (_feedback.TryTakeNack(out var track, out var sequence))
        {
            missing.Add((track, sequence));
        }
        Assert.Equal([(0, 10), (0, 12), (0, 40)], missing);
        Assert.False(_feedback.TakePictureLoss(0));
        Assert.True(_feedback.TakePictureLoss(1));
        Assert.False(_feedback.TakePictureLoss(1));
        Assert.False(_feedback.TryTakeReport(0, out _, out _));
        Assert.True(_feedback.TryTakeReport(1, out var block, out var roundTrip));
        Assert.Equal(64, block.FractionLost);
        Assert.InRange(roundTrip!.Value.TotalMilliseconds, 29, 31);
    }

    [Fact]
    public void Receive_ForeignSources_AreIgnored()
    {
        var length = GenericNack.Write(_bytes, 1, 300, 10);
        length += PictureLossIndication.Write(_bytes.AsSpan(length), 1, 300);
        length += ReceiverReport.Write(_bytes.AsSpan(length), 1, new ReportBlock(300, 0, 0, 0, 0, 0, 0));
        Assert.False(_feedback.Receive(_bytes.AsSpan(0, length), Now));
    }

    [Fact]
    public void Receive_MoreNacksThanFit_DropsAndCounts()
    {
        ushort[] missing = [.. Enumerable.Range(0, 100).Select(i => (ushort)(i * 20))];
        for (var i = 0; i < 4; i++)
        {
            var length = GenericNack.Write(_bytes, 1, 100, missing);
            _feedback.Receive(_bytes.AsSpan(0, length), Now);
        }
        Assert.Equal(400 - 256, _feedback.Dropped);
    }

    [Theory, MemberData(nameof(CrashCorpus.Rows), "rtcp", MemberType = typeof(CrashCorpus))]
    public void Receive_OldCrasher_NeverThrows(string file) => _feedback.Receive(CrashCorpus.Read("rtcp", file), Now);

    [Property(MaxTest = 2_000)]
    public void Receive_AnyBytes_StaysWithinItsBounds(byte count, byte type, byte[] rest)
    {
        var feedback = new ViewerFeedback([0, 1]);
        feedback.Receive([(byte)(0x80 | (count & 0x3F)), (byte)(200 + (type % 8)), 0, (byte)(rest.Length / 4), .. rest], Now);
        var taken = 0;
        while (feedback.TryTakeNack(out var track, out _))
        {
            Assert.InRange(track, 0, 1);
            Assert.InRange(++taken, 1, 256);
        }
    }
}
