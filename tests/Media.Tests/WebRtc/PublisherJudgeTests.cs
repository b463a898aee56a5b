using Command.Media.WebRtc;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

public sealed class PublisherJudgeTests
{
    private static readonly PublisherSample Good = new(1_500_000, 0, 25);
    private static readonly PublisherSample Lossy = new(1_500_000, 0.11, 25);
    private static readonly PublisherSample Thin = new(149_000, 0, 5);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Look_FirstMedia_IsLiveAtOnce()
    {
        var judge = Judge();
        judge.Look(Now, null);
        Assert.Equal(PublisherState.Connecting, judge.State);
        judge.Look(Now, Now);
        Assert.Equal(PublisherState.Live, judge.State);
    }

    [Fact]
    public void Judge_FiveBadSeconds_AreWeakAndFiveGoodOnesLive()
    {
        var judge = Judge();
        judge.Look(Now, Now);
        Assert.Equal(PublisherState.Live, After(judge, Lossy, Lossy, Thin, Thin));
        Assert.Equal(PublisherState.Weak, After(judge, Lossy));
        Assert.Equal(PublisherState.Weak, After(judge, Good, Good, Good, Good, Thin, Good, Good, Good, Good));
        Assert.Equal(PublisherState.Live, After(judge, Good));
    }

    [Fact]
    public void Judge_OneGoodSecondBetween_StaysLive()
    {
        var judge = Judge();
        judge.Look(Now, Now);
        Assert.Equal(PublisherState.Live, After(judge, Lossy, Lossy, Lossy, Lossy, Good, Lossy, Lossy, Lossy, Lossy));
    }

    [Fact]
    public void Judge_SoundAlone_MayBeThin()
    {
        var judge = new PublisherJudge(_time, Now, hasVideo: false);
        judge.Look(Now, Now);
        Assert.Equal(PublisherState.Live, After(judge, Thin, Thin, Thin, Thin, Thin, Thin));
        Assert.Equal(PublisherState.Weak, After(judge, Lossy, Lossy, Lossy, Lossy, Lossy));
    }

    [Fact]
    public void Look_NoMedia_IsSilentThenOverAndLiveWhenItComesBack()
    {
        var judge = Judge();
        var last = Now;
        judge.Look(Now, last);
        Assert.Equal(PublisherState.Weak, After(judge, Lossy, Lossy, Lossy, Lossy, Lossy));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        judge.Look(Now, last);
        Assert.Equal(PublisherState.Weak, judge.State);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        judge.Look(Now, last);
        Assert.Equal((PublisherState.Silent, false), (judge.State, judge.IsOver));
        Assert.Equal(PublisherState.Silent, After(judge, Good, Good, Good, Good, Good));
        judge.Look(Now, Now);
        Assert.Equal(PublisherState.Live, judge.State);
        last = Now;
        _time.Advance(TimeSpan.FromSeconds(60));
        judge.Look(Now, last);
        Assert.True(judge.IsOver);
    }

    [Fact]
    public void Look_NeverAnyMedia_IsSilentThenOver()
    {
        var judge = Judge();
        _time.Advance(TimeSpan.FromSeconds(5));
        judge.Look(Now, null);
        Assert.Equal((PublisherState.Silent, false), (judge.State, judge.IsOver));
        _time.Advance(TimeSpan.FromSeconds(55));
        judge.Look(Now, null);
        Assert.True(judge.IsOver);
    }

    private long Now => _time.GetTimestamp();

    private PublisherJudge Judge() => new(_time, Now, hasVideo: true);

    private static PublisherState After(PublisherJudge judge, params PublisherSample[] seconds)
    {
        foreach (var second in seconds)
        {
            judge.Judge(second);
        }
        return judge.State;
    }
}
