using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Devices.Mqtt;

namespace Command.Silo.Tests.Recorders;

/// <summary>SOS with a silo and the real signal desk.</summary>
public sealed class SosTests : RecorderTestsBase
{
    [Fact]
    public async Task Mqtt_OnePress_IsOneRedSignalAndAsksForThePicture()
    {
        await ConnectAsync();
        Assert.Equal(InboxVerdict.Taken, await HappenAsync("sos", 1, "press-1"));
        Assert.Equal(InboxVerdict.Duplicate, await HappenAsync("sos", 1, "press-1"));
        Assert.Equal(InboxVerdict.Duplicate, await HappenAsync("sos", 2, "press-1"));

        var signal = Assert.Single(await SignalsAsync("sos"));
        Assert.Equal((SignalColour.Red, 1, Unit), (signal.Colour, signal.Count, signal.UnitId));
        Assert.Contains(signal.Evidence, item => item is { Kind: "event", Text: "sos press-1" });
        Assert.Contains(signal.Evidence, item => item.Kind == "stream" && item.Text == $"recorder/{Id}/live");
        Assert.True((await DescribeAsync()).Sos);
        Assert.Equal(1, Post.Count("stream.start"));
        var session = (await DescribeAsync()).Session!;
        Assert.Equal((RecorderSessionState.Requested, true), (session.State, session.Sos));
        Assert.Single(await EventsAsync("recorder.sos"));
    }

    [Fact]
    public async Task Page_TheSamePressTwice_IsOne_AndItsCancelEndsTheCause()
    {
        var report = new SosReport(Ulid.New(Time), Time.GetUtcNow(), null, false);
        Assert.True((await Recorder.SosAsync(Person, report, Cancellation)).Accepted);
        Assert.True((await Recorder.SosAsync(Person, report, Cancellation)).Accepted);
        Assert.Equal(1, Assert.Single(await SignalsAsync("sos")).Count);
        Assert.Empty(Post.Sent);

        Assert.True((await Recorder.SosAsync(Person, report with { Cancelled = true }, Cancellation)).Accepted);
        Assert.NotNull(Assert.Single(await SignalsAsync("sos")).CauseEndedAt);
        Assert.False((await DescribeAsync()).Sos);
        Assert.Single(await EventsAsync("recorder.sos-cancelled"));
    }

    [Theory]
    [InlineData(-3, -3)] // told late: it happened when it happened
    [InlineData(-20_000, 0)] // a clock that was never set
    [InlineData(24, 0)]
    public async Task Press_ByAnImplausibleClock_HappensWhenItIsHeard(int hoursByItsClock, int hours)
    {
        var now = Time.GetUtcNow();
        var report = new SosReport(Ulid.New(Time), now.AddHours(hoursByItsClock), null, false);

        Assert.True((await Recorder.SosAsync(Person, report, Cancellation)).Accepted);

        var signal = Assert.Single(await SignalsAsync("sos"));
        Assert.InRange(signal.At, now.AddHours(hours).AddMinutes(-1), now.AddHours(hours).AddMinutes(5));
    }

    [Fact]
    public async Task Acknowledge_ReachesTheDevice_EvenWhenItIsAway()
    {
        await ConnectAsync();
        await HappenAsync("sos", 1, "press-1");
        await LoseAsync();
        var signal = Assert.Single(await SignalsAsync("sos"));
        Assert.Null((await Desk.AcknowledgeAsync(Person, signal.Id, "派警", Cancellation)).Refusal);

        await StatusAsync(status => !status.Sos, "the SOS is answered");
        Assert.Equal(0, Post.Count("sos.ack"));
        await ConnectAsync("boot-2");
        var ack = Post.Sent.Single(sent => sent.Order.Name == "sos.ack").Order;
        Assert.Equal("""{"id":"press-1"}""", ack.Arguments);
        Assert.Single(await EventsAsync("recorder.sos-answered"));
    }

    [Fact]
    public async Task Press_AfterTheAnswer_IsANewSignal()
    {
        await ConnectAsync();
        await HappenAsync("sos", 1, "press-1");
        await Desk.AcknowledgeAsync(Person, (await SignalsAsync("sos"))[0].Id, null, Cancellation);
        await StatusAsync(status => !status.Sos, "the SOS is answered");

        await HappenAsync("sos", 2, "press-2");

        Assert.Equal(2, (await SignalsAsync("sos")).Length);
        Assert.True((await DescribeAsync()).Sos);
    }

    [Fact]
    public async Task Mqtt_RightAfterItWasSwitchedOnAgain_IsNotLost()
    {
        var off = Draft(Serial) with { Enabled = false };
        Assert.Null((await Recorder.UpdateAsync(Person, off, null, Cancellation)).Refusal);
        Assert.Equal(InboxVerdict.UnknownDevice, await ConnectAsync());
        Assert.Null((await Recorder.UpdateAsync(Person, Draft(Serial), null, Cancellation)).Refusal);

        Assert.Equal(InboxVerdict.Taken, await HappenAsync("sos", 1, "press-1"));
        Assert.Single(await SignalsAsync("sos"));
    }

    [Fact]
    public async Task Mqtt_FromTheSuccessorWithTheSameSerial_IsNotLost()
    {
        await ConnectAsync();
        Assert.True((await Recorder.DeleteAsync(Person, null, Cancellation)).Accepted);
        var successor = (await CreateAsync(Draft(Serial))).Recorder.Id;

        Assert.Equal(InboxVerdict.Taken, await HappenAsync("sos", 1, "press-1"));
        Assert.True((await RecorderOf(successor).DescribeAsync(Person, Cancellation)).Value!.Sos);
    }

    [Fact]
    public async Task Fall_IsRedAndTamperIsOrange()
    {
        await ConnectAsync();
        await HappenAsync("fall", 1);
        await HappenAsync("tamper", 2);
        await HappenAsync("mark", 3, state: null);
        Assert.Equal(SignalColour.Red, Assert.Single(await SignalsAsync("man-down")).Colour);
        Assert.Equal(SignalColour.Orange, Assert.Single(await SignalsAsync("tamper")).Colour);
        Assert.Equal("mark", Assert.Single(await EventsAsync("recorder.event")).Cause);
    }
}
