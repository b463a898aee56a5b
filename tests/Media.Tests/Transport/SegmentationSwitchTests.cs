using Command.Media.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.Transport;

public sealed class SegmentationSwitchTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void OnRefused_NothingButRefusals_RestsAMinuteThenTriesOnce()
    {
        var segmentation = new SegmentationSwitch(isAllowed: true, _time);
        for (var i = 0; i < SegmentationSwitch.RefusalsUntilRest; i++)
        {
            Assert.True(segmentation.IsOn);
            segmentation.OnRefused();
        }

        Assert.False(segmentation.IsOn);
        _time.Advance(SegmentationSwitch.Rest);
        Assert.True(segmentation.IsOn);
        segmentation.OnRefused();
        Assert.False(segmentation.IsOn);
        _time.Advance(SegmentationSwitch.Rest);
        segmentation.OnSent();
        segmentation.OnRefused();
        Assert.True(segmentation.IsOn);
    }

    [Fact]
    public void OnRefused_OneOddPathAmongOthers_NeverRests()
    {
        var segmentation = new SegmentationSwitch(isAllowed: true, _time);
        for (var i = 0; i < 10 * SegmentationSwitch.RefusalsUntilRest; i++)
        {
            segmentation.OnRefused();
            segmentation.OnSent();
        }

        Assert.True(segmentation.IsOn);
    }

    [Fact]
    public void IsOn_NotAllowed_StaysOff() => Assert.False(new SegmentationSwitch(isAllowed: false, _time).IsOn);
}
