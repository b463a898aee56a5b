using Command.Media.Transport;

namespace Command.Media.Tests.Transport;

public sealed class PacketBatchTests
{
    [Theory]
    [InlineData("100 100 100", "300/100")]
    [InlineData("100 100 40", "240/100")]
    [InlineData("100 40 40", "140/100 40/40")]
    [InlineData("100 120 120 30 120", "100/100 270/120 120/120")]
    public void Commit_EqualNeighbours_FormRuns(string lengths, string expected)
    {
        var batch = new PacketBatch();
        foreach (var length in lengths.Split(' ').Select(int.Parse))
        {
            batch.Reserve(length);
            batch.Commit(length);
        }

        Assert.Equal(expected, string.Join(' ', batch.Runs.ToArray().Select(run => $"{run.Length}/{run.SegmentLength}")));
        Assert.Equal(lengths.Split(' ').Length, batch.DatagramCount);
    }

    [Fact]
    public void Commit_MoreSegmentsThanTheKernelTakes_BeginsANewRun()
    {
        var batch = new PacketBatch();
        for (var i = 0; i < PacketBatch.MaxSegments + 1; i++)
        {
            batch.Commit(100);
        }

        Assert.Equal([PacketBatch.MaxSegments, 1], batch.Runs.ToArray().Select(run => run.SegmentCount));
    }

    [Fact]
    public void HasRoomFor_FullBatch_IsFalse()
    {
        var batch = new PacketBatch();
        while (batch.HasRoomFor(1_200))
        {
            batch.Commit(1_200);
        }

        Assert.Equal(PacketBatch.Capacity / 1_200, batch.DatagramCount);
        batch.Clear();
        for (var i = 0; i < PacketBatch.MaxRuns; i++)
        {
            Assert.True(batch.HasRoomFor(10));
            batch.Commit(10 + i);
        }

        Assert.False(batch.HasRoomFor(10));
    }
}
