using Command.Media.Hub;

namespace Command.Media.Tests.Hub;

public sealed class MediaHubTests
{
    private readonly MediaHub _hub = new();

    [Fact]
    public void Open_NameInUse_Throws()
    {
        using var first = _hub.Open("a", [RtpBuilder.Video], new NoFeedback());
        Assert.Throws<InvalidOperationException>(() => _hub.Open("a", [RtpBuilder.Video], new NoFeedback()));
        first.Close("done");
        using var second = _hub.Open("a", [RtpBuilder.Video], new NoFeedback());
        Assert.True(_hub.TryFind("a", out var stream));
        Assert.Same(second.Stream, stream);
    }

    [Fact]
    public async Task WaitForAsync_OpenedLater_Completes()
    {
        var first = _hub.WaitForAsync("b", TestContext.Current.CancellationToken);
        var second = _hub.WaitForAsync("b", TestContext.Current.CancellationToken);
        Assert.False(first.IsCompleted);
        using var publisher = _hub.Open("b", [RtpBuilder.Video], new NoFeedback());
        Assert.Same(publisher.Stream, await first);
        Assert.Same(publisher.Stream, await second);
        Assert.Same(publisher.Stream, await _hub.WaitForAsync("b", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitForAsync_Cancelled_LetsOthersWait()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = _hub.WaitForAsync("c", cancellation.Token);
        var patient = _hub.WaitForAsync("c", TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        using var publisher = _hub.Open("c", [RtpBuilder.Video], new NoFeedback());
        Assert.Same(publisher.Stream, await patient);
    }

    [Fact]
    public void Events_OpenCloseSubscribe_AreRaisedInOrder()
    {
        var events = new List<string>();
        _hub.Opened += stream => events.Add($"opened {stream.Name}");
        _hub.Closed += stream => events.Add($"closed {stream.Name}: {stream.CloseReason}");
        var publisher = _hub.Open("d", [RtpBuilder.Video, RtpBuilder.Audio], new NoFeedback());
        publisher.Stream.SubscribersChanged += stream => events.Add($"readers {stream.SubscriberCount}");
        using (var signal = new CountingSignal())
        {
            publisher.Stream.Tracks[0].Subscribe(SubscriptionStart.Live, signal).Dispose();
        }
        publisher.Dispose();
        Assert.Equal(["opened d", "readers 1", "readers 0", "closed d: The source ended."], events);
    }
}
