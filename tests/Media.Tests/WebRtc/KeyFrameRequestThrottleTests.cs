using Command.Media.Buffers;
using Command.Media.Hub;
using Command.Media.Tests.Hub;
using Command.Media.WebRtc;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

public sealed class KeyFrameRequestThrottleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly NoFeedback _feedback = new();
    private readonly PacketPool _pool = new();
    private readonly StreamPublisher _publisher;
    private readonly KeyFrameRequestThrottle _throttle;

    public KeyFrameRequestThrottleTests()
    {
        _publisher = new MediaHub().Open("a", [RtpBuilder.Video], _feedback);
        _throttle = KeyFrameRequestThrottle.Of(_publisher.Stream.Tracks[0]);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public void Of_SameTrack_IsTheSameThrottle() => Assert.Same(_throttle, KeyFrameRequestThrottle.Of(_publisher.Stream.Tracks[0]));

    [Fact]
    public void Request_ManyViewersAtOnce_AsksOnce()
    {
        for (var i = 0; i < 100; i++)
        {
            Request();
        }
        Assert.Equal(1, _feedback.Requests);
        Assert.True(_throttle.IsPending);
    }

    [Fact]
    public void Poll_NoKeyFrameCame_AsksAgain()
    {
        Request();
        Advance(1_900);
        Assert.Equal(1, _feedback.Requests);
        Advance(200);
        Assert.Equal(2, _feedback.Requests);
        DeliverKeyFrame();
        Advance(5_000);
        Assert.Equal(2, _feedback.Requests);
        Assert.False(_throttle.IsPending);
    }

    [Fact]
    public void Request_TooSoonAfterTheLast_StaysPendingUntilItMayBeAsked()
    {
        Request();
        Advance(50);
        DeliverKeyFrame();
        Advance(50);
        Assert.False(_throttle.IsPending);
        Request();
        Assert.Equal(1, _feedback.Requests);
        Assert.True(_throttle.IsPending);
        Advance(450);
        Assert.Equal(2, _feedback.Requests);
        Assert.True(_throttle.IsPending);
        DeliverKeyFrame();
        Advance(1);
        Assert.False(_throttle.IsPending);
    }

    [Fact]
    public void Request_AfterAKeyFrameThatNobodyHasPolledYet_IsNotTakenForAnswered()
    {
        Request();
        _time.Advance(TimeSpan.FromMilliseconds(600));
        DeliverKeyFrame();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Request();
        Assert.Equal(2, _feedback.Requests);
        Assert.True(_throttle.IsPending);
    }

    private void Request() => _throttle.Request(_time.GetTimestamp(), _time);

    private void Advance(int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _throttle.Poll(_time.GetTimestamp(), _time);
    }

    private void DeliverKeyFrame()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var packet = RtpBuilder.Packet(_pool, RtpBuilder.Idr(), 0, true, true, arrival: _time.GetTimestamp());
        _publisher.Tracks[0].Publish(packet);
        packet.Release();
    }
}
