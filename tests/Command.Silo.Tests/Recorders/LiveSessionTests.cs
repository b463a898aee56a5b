using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.MediaNode;

namespace Command.Silo.Tests.Recorders;

/// <summary>Live sessions with a silo, the media side played by the test.</summary>
public sealed class LiveSessionTests : RecorderTestsBase
{
    private IDeviceGrain Twin => Silo.Grains.GetGrain<IDeviceGrain>(GrainId.Create("recorder", Id));

    private IPublishedDevice Published => Silo.Grains.GetGrain<IPublishedDevice>(GrainId.Create("recorder", Id));

    [Fact]
    public async Task Life_FromTheRequestToTheEnd_IsOnTheRecord()
    {
        await ConnectAsync();
        await Recorder.OrderAsync(Person, new RecorderCommandDraft("stream.start", null, null), Cancellation);
        Assert.Equal(RecorderSessionState.Requested, (await DescribeAsync()).Session!.State);
        await PublishAsync(PublisherState.Connecting);
        await PublishAsync(PublisherState.Live);
        var live = await DescribeAsync();
        Assert.Equal((RecorderSessionState.Live, "whip"), (live.Session!.State, live.Session.Transport));
        Assert.Equal((DeviceState.Online, 900_000L), (live.Stream.State, live.Stream.BitsPerSecond));

        await PublishAsync(PublisherState.Weak);
        var weak = await DescribeAsync();
        Assert.Equal((DeviceState.Degraded, "weak-network"), (weak.State, weak.Cause.Code));
        await PublishAsync(PublisherState.Ended, "no-media");

        Assert.Null((await DescribeAsync()).Session);
        var session = Assert.Single((await Recorder.SessionsAsync(Person, 10, Cancellation)).Value!.Sessions);
        Assert.Equal((RecorderSessionState.Ended, "no-media", "王法官"), (session.State, session.Reason, session.RequestedBy));
        foreach (var type in new[] { "requested", "live", "weak", "ended" })
        {
            Assert.Single(await EventsAsync($"recorder.session-{type}"));
        }
    }

    [Fact]
    public async Task Request_NoAnswer_EndsAfterThirtySeconds()
    {
        await ConnectAsync();
        await Recorder.OrderAsync(Person, new RecorderCommandDraft("stream.start", null, null), Cancellation);
        Time.Advance(TimeSpan.FromSeconds(31));
        await StatusAsync(status => status.Session is null, "it ends");
        Assert.Equal("no-answer", (await Recorder.SessionsAsync(Person, 1, Cancellation)).Value!.Sessions[0].Reason);
    }

    [Fact]
    public async Task Wanted_ConnectedDevice_IsAskedAndNotAgainSoonAfterSilence()
    {
        Assert.Equal("created", (await Twin.WantedAsync("live", true, Cancellation))!.Code);
        await ConnectAsync();
        Assert.Null(await Twin.WantedAsync("live", true, Cancellation));
        Assert.Equal(1, Post.Count("stream.start"));
        Time.Advance(TimeSpan.FromSeconds(31));
        await StatusAsync(status => status.Session is null, "it ends");
        Assert.Equal("not-live", (await Twin.WantedAsync("live", true, Cancellation))!.Code);
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(await Twin.WantedAsync("live", true, Cancellation));
        Assert.Equal(2, Post.Count("stream.start"));
    }

    [Fact]
    public async Task Offer_KnowsItsOneStream()
    {
        Assert.Equal(Unit, (await Twin.OfferStreamAsync("live", Cancellation)).Value!.UnitId);
        Assert.Equal("stream-not-found", (await Twin.OfferStreamAsync("main", Cancellation)).Refusal!.Reason);
        Assert.True((await Published.AdmitPublisherAsync(Person, "live", Cancellation)).Accepted);
        Assert.Equal(RefusalCode.NotFound, (await Published.AdmitPublisherAsync(Person, "talk", Cancellation)).Refusal!.Code);
        await Recorder.UpdateAsync(Person, Draft(Serial) with { Enabled = false }, null, Cancellation);
        Assert.Equal("disabled-by-person", (await Twin.OfferStreamAsync("live", Cancellation)).Refusal!.Reason);
        Assert.Equal("disabled-by-person", (await Published.AdmitPublisherAsync(Person, "live", Cancellation)).Refusal!.Reason);
    }

    [Fact]
    public async Task Still_WithoutAPicture_SaysWhy()
    {
        Assert.Equal("not-live", (await Recorder.StillAsync(Person, 320, Cancellation)).Refusal!.Reason);
        await PublishAsync(PublisherState.Live);
        Assert.Contains(Id, (await Recorder.StillAsync(Person, 320, Cancellation)).Value!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("width-out-of-range", (await Recorder.StillAsync(Person, 10, Cancellation)).Refusal!.Reason);
    }

    private Task PublishAsync(PublisherState state, string? reason = null) =>
        Published.PublishingAsync(
            new PublisherReport("p1", "live", state, Time.GetUtcNow(), reason, [], 900_000, 0.01, null, $"recorder/{Id}", "x"),
            Cancellation
        );
}
