using Command.Media.Srtp;

namespace Command.Media.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void IsFresh_RandomWalk_AgreesWithASet()
    {
        var random = new Random(3711);
        var window = new ReplayWindow();
        var seen = new HashSet<ulong>();
        ulong newest = 0;
        for (var i = 0; i < 400_000; i++)
        {
            var step = random.Next(100) switch
            {
                0 => random.Next(0, 5_000),
                < 60 => 1,
                _ => -random.Next(0, 1_500),
            };
            var index = (ulong)Math.Max(0, (long)newest + step);
            var expected = seen.Count == 0 || index > newest || (newest - index < ReplayWindow.Size && !seen.Contains(index));
            Assert.Equal(expected, window.IsFresh(index));
            if (expected && random.Next(10) > 0)
            {
                window.Commit(index);
                seen.Add(index);
                newest = Math.Max(newest, index);
            }
        }
    }

    [Fact]
    public void IsFresh_WithoutCommit_ChangesNothing()
    {
        var window = new ReplayWindow();
        window.Commit(10);
        Assert.True(window.IsFresh(1_000_000));
        Assert.True(window.IsFresh(9));
        Assert.False(window.IsFresh(10));
    }
}
