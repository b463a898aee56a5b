using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Silo.MediaNode;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class SessionRulesTests
{
    private readonly Turns _turns = new();

    private StoredSession? Session => _turns.State.Session;

    [Fact]
    public void Want_ConnectedDevice_IsAskedOnceAndStoppedWhenNobodyWatches()
    {
        _turns.Online();
        Assert.Null(Want(true));
        Assert.Null(Want(true));
        Assert.Equal((RecorderSessionState.Requested, SessionOrigin.Viewers), (Session!.Session.State, Session.Origin));
        Assert.Equal(["stream.start"], Orders());

        Publish("p1", PublisherState.Live);
        Want(false);
        Assert.Equal(["stream.start", "stream.stop"], Orders());
        Assert.True(Session!.IsStreaming);
        Publish("p1", PublisherState.Ended, "closed-by-peer");
        Assert.Null(Session);
    }

    [Fact]
    public void Want_BeforeItIsLive_IsTakenBack()
    {
        _turns.Online();
        Want(true);
        Want(false);
        Assert.Null(Session);
        Assert.Equal(["stream.start", "stream.stop"], Orders());
    }

    [Theory]
    [InlineData("lost", "connection-lost")]
    [InlineData("shutdown", "shutdown")]
    public void Want_DeviceIsAway_TellsTheCause(string how, string cause)
    {
        _turns.Online();
        _turns.Do(turn => PresenceRules.Offline(turn, "b1", how));
        Assert.Equal(cause, Want(true)!.Code);
        Assert.Null(Session);
    }

    [Fact]
    public void Want_OnlyItsPageIsThere_IsNotLive()
    {
        _turns.Do(PresenceRules.HeardOtherwise, pageIsHere: true);
        Assert.Equal("not-live", Want(true)!.Code);
    }

    [Fact]
    public void Want_SoonAfterItDidNotAnswer_IsNotAskedAgain()
    {
        _turns.Online();
        Want(true);
        _turns.Pass(_turns.Options.SessionWait);
        Assert.Null(Session);
        Assert.Equal("not-live", Want(true, mayAsk: false)!.Code);
        Assert.Single(Orders());
    }

    [Theory]
    [InlineData(SessionOrigin.Wearer)]
    [InlineData(SessionOrigin.Person)]
    [InlineData(SessionOrigin.Sos)]
    public void Want_NoLonger_NeverStopsWhatOthersBegan(object begun)
    {
        var origin = (SessionOrigin)begun;
        _turns.Online();
        if (origin == SessionOrigin.Wearer)
        {
            Publish("p1", PublisherState.Live);
        }
        else
        {
            _turns.Do(turn => SessionRules.Request(turn, origin, "王法官", null));
        }
        Want(false);
        Assert.DoesNotContain("stream.stop", Orders());
        Assert.NotNull(Session);
    }

    [Fact]
    public void Request_WhileViewersHaveIt_MakesItThePersons()
    {
        _turns.Online();
        Want(true);
        _turns.Do(turn => SessionRules.Request(turn, SessionOrigin.Person, "王法官", null));
        Want(false);
        Assert.DoesNotContain("stream.stop", Orders());
        Assert.Equal(SessionOrigin.Person, Session!.Origin);
    }

    [Fact]
    public void Sos_JoinsTheRunningSession()
    {
        Publish("p1", PublisherState.Live);
        var turn = _turns.Do(turn => SessionRules.Request(turn, SessionOrigin.Sos, "执法仪 07", null));
        Assert.True(Session!.Session.Sos);
        Assert.Equal("recorder.session-joined", Assert.Single(turn.Events).Type);
        Assert.True(Assert.Single(turn.Sessions).Sos);
    }

    [Fact]
    public void Requested_NoAnswerInTime_Ends()
    {
        _turns.Online();
        Want(true);
        var due = SessionRules.AnswerDue(_turns.State, _turns.Options);
        Assert.Equal(_turns.Now + _turns.Options.SessionWait, due);
        Assert.Empty(_turns.Pass(_turns.Options.SessionWait - TimeSpan.FromSeconds(1)).Sessions);
        var ended = Assert.Single(_turns.Pass(TimeSpan.FromSeconds(1)).Sessions);
        Assert.Equal((RecorderSessionState.Ended, SessionRules.NoAnswer, due), (ended.State, ended.Reason, ended.EndedAt));
    }

    [Fact]
    public void Requested_DeviceRefusesTheOrder_IsDeclined()
    {
        _turns.Online();
        Want(true);
        var order = Assert.Single(_turns.State.Orders);
        var turn = _turns.Do(turn => OrderRules.Answer(turn, order.Id, false, "501"));
        Assert.Equal(SessionRules.DeclinedByDevice, Assert.Single(turn.Sessions).Reason);
    }

    [Fact]
    public void Requested_BecomesLive_AndKeepsItsRequest()
    {
        _turns.Online();
        _turns.Do(turn => SessionRules.Request(turn, SessionOrigin.Person, "王法官", null));
        var asked = Session!.Session;
        _turns.Time.Advance(TimeSpan.FromSeconds(3));
        Publish("p1", PublisherState.Connecting);
        Publish("p1", PublisherState.Live);

        var live = Session!.Session;
        Assert.Equal((asked.Id, "王法官", "whip"), (live.Id, live.RequestedBy, live.Transport));
        Assert.Equal((asked.RequestedAt, (DateTimeOffset?)_turns.Now), (live.RequestedAt, live.StartedAt));
        Assert.Null(SessionRules.AnswerDue(_turns.State, _turns.Options));
    }

    [Fact]
    public void TakeOver_TheOldEndAfterTheNewBegan_ChangesNothing()
    {
        Publish("p1", PublisherState.Live);
        Publish("p2", PublisherState.Live);
        var id = Session!.Session.Id;
        Publish("p1", PublisherState.Ended, "taken-over");
        Assert.Equal((id, "p2"), (Session!.Session.Id, Session.Publisher));
        Publish("p2", PublisherState.Ended, "no-media");
        Assert.Null(Session);
    }

    [Fact]
    public void Weak_AndSilent_AreOneStateAndOnTheRecordOnce()
    {
        Publish("p1", PublisherState.Live);
        Assert.Equal("recorder.session-weak", Publish("p1", PublisherState.Weak).Events[0].Type);
        Assert.Empty(Publish("p1", PublisherState.Silent).Events);
        Assert.Empty(Publish("p1", PublisherState.Weak).Sessions);
    }

    [Fact]
    public void Silent_BeforeAnythingCame_IsNotLive()
    {
        Publish("p1", PublisherState.Connecting);
        Assert.Empty(Publish("p1", PublisherState.Silent).Sessions);
        Assert.Null(Session);
        Publish("p1", PublisherState.Live);
        Assert.Equal("recorder.session-weak", Publish("p1", PublisherState.Silent).Events[0].Type);
    }

    [Fact]
    public void OpenSos_NobodyAnswersTheDeviceForItsPicture_AsksAgain()
    {
        _turns.Online();
        var told = new FieldEventText("sos", "press-1", "start", null, "mqtt", null, null, null, null, null);
        _turns.Do(turn => SosRules.Press(turn, told, null));
        _turns.Pass(_turns.Options.SessionWait);
        Assert.Equal(["stream.start", "stream.start"], Orders());
        Assert.True(Session!.Session.Sos);
    }

    private Command.Contracts.Common.StateCause? Want(bool wanted, bool mayAsk = true)
    {
        Command.Contracts.Common.StateCause? cause = null;
        _turns.Do(turn => cause = SessionRules.Want(turn, wanted, mayAsk));
        return cause;
    }

    [Fact]
    public void Apply_WeakForAMoment_IsNeverHeardOf()
    {
        Publish("p1", PublisherState.Live);
        for (var flap = 0; flap < 3; flap++)
        {
            Publish("p1", PublisherState.Weak);
            var errand = Assert.Single(_turns.State.Signals.Errands);
            Assert.Equal(("device-degraded", SignalColour.Blue), (errand.Raise?.Source, errand.Raise?.Colour));
            Assert.Equal(_turns.Now.AddSeconds(60), errand.NotBefore);
            _turns.Time.Advance(TimeSpan.FromSeconds(59));
            Publish("p1", PublisherState.Live);
            Assert.Empty(_turns.State.Signals.Errands);
        }
    }

    [Theory]
    [InlineData(false, "live")]
    [InlineData(true, "session-ended")]
    public void Apply_WeakForLong_IsASignalUntilItIsOver(bool ends, string why)
    {
        Publish("p1", PublisherState.Live);
        Publish("p1", PublisherState.Weak);
        _turns.Time.Advance(TimeSpan.FromSeconds(61));
        Publish("p2", PublisherState.Weak);
        Assert.Single(_turns.State.Signals.Errands);

        Publish("p2", ends ? PublisherState.Ended : PublisherState.Live);

        var end = Assert.Single(_turns.State.Signals.Errands, errand => errand.End is not null).End;
        Assert.Equal(("device-degraded", why), (end?.Source, end?.Why));
        Assert.False(_turns.State.Signals.Has("device-degraded"));
    }

    private RecorderTurn Publish(string session, PublisherState state, string? reason = null) =>
        _turns.Do(turn =>
            SessionRules.Apply(turn, new PublisherReport(session, "live", state, turn.Now, reason, [], 0, 0, null, "01acc", "王法官"))
        );

    private string[] Orders() => [.. _turns.State.Orders.Select(order => order.Name)];
}
