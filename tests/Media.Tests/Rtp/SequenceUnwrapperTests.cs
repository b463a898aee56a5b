using Command.Media.Rtp;
using FsCheck.Xunit;

namespace Command.Media.Tests.Rtp;

public sealed class SequenceUnwrapperTests
{
    [Property(MaxTest = 500)]
    public void Unwrap_StepsBelowHalfTheRange_MatchBruteForce(ushort first, short[] steps)
    {
        var unwrapper = new SequenceUnwrapper();
        Assert.Equal(first, unwrapper.Unwrap(first));
        long highest = first;
        foreach (var step in steps)
        {
            var expected = highest + step;
            Assert.Equal(expected, unwrapper.Unwrap((ushort)expected));
            highest = Math.Max(highest, expected);
        }
    }

    [Fact]
    public void Unwrap_ThreeTimesAround_Counts()
    {
        var unwrapper = new SequenceUnwrapper();
        for (long expected = 65_000; expected < 65_000 + (3 * 65_536); expected++)
        {
            Assert.Equal(expected, unwrapper.Unwrap((ushort)expected));
        }
    }
}
