using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Signals;

namespace Command.Silo.Tests.Signals;

public sealed class SignalTransitionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
    private static readonly SignalOptions Options = new();
    private static readonly CommandContext Wang = Person("王法官");
    private static readonly CommandContext Li = Person("李值班");

    [Theory]
    [InlineData(SignalColour.Red, 30)]
    [InlineData(SignalColour.Orange, 60)]
    [InlineData(SignalColour.Yellow, 180)]
    [InlineData(SignalColour.Blue, 600)]
    public void Raise_EachColour_HasItsOwnTime(SignalColour colour, int seconds)
    {
        var raised = Raised(colour);

        Assert.Equal(Now.AddSeconds(seconds), raised.DueAt);
        Assert.Same(SignalStep.Nothing, SignalTransitions.PassDue(raised, Now.AddSeconds(seconds).AddTicks(-1)));
        var late = SignalTransitions.PassDue(raised, Now.AddSeconds(seconds));
        Assert.True(late.Next!.Overdue);
        Assert.Equal(["signal.overdue"], Types(late));
        Assert.Same(SignalStep.Nothing, SignalTransitions.PassDue(late.Next, Now.AddDays(1)));
    }

    [Fact]
    public void Offer_FirstConsole_CountsOnce()
    {
        var offered = SignalTransitions.Offer(Raised(SignalColour.Red));

        Assert.Equal(SignalState.Offered, offered.Next!.State);
        Assert.Same(SignalStep.Nothing, SignalTransitions.Offer(offered.Next));
    }

    [Fact]
    public void Acknowledge_SecondPerson_IsToldWhoWasFirst()
    {
        var first = SignalTransitions.Acknowledge(Raised(SignalColour.Red), Wang, "已联系", Now.AddSeconds(8)).Next!;

        Assert.Equal(
            (SignalState.Acknowledged, "王法官", "已联系", Now.AddSeconds(8), null),
            (first.State, first.AnsweredBy, first.Reason, first.AnsweredAt, first.DueAt)
        );
        var second = SignalTransitions.Acknowledge(first, Li, null, Now.AddSeconds(9)).Refusal!;
        Assert.Equal((RefusalCode.Conflict, "signal-answered", "王法官"), (second.Code, second.Reason, second.Arguments[0]));
        Assert.Same(SignalStep.Nothing, SignalTransitions.Acknowledge(first, Wang, null, Now.AddSeconds(9)));
    }

    [Fact]
    public void Dismiss_WaitingOrAcknowledged_IsOverAndKeptForAWhile()
    {
        var acknowledged = SignalTransitions.Acknowledge(Raised(SignalColour.Red), Wang, null, Now).Next!;
        foreach (var signal in new[] { Raised(SignalColour.Red), acknowledged })
        {
            var dismissed = SignalTransitions.Dismiss(signal, Li, "误触", Now.AddSeconds(5)).Next!;

            Assert.Equal((SignalState.Dismissed, "李值班", "误触"), (dismissed.State, dismissed.AnsweredBy, dismissed.Reason));
            Assert.Equal(Now.AddSeconds(5), dismissed.OverAt);
            Assert.Equal("signal-answered", SignalTransitions.Acknowledge(dismissed, Wang, null, Now).Refusal!.Reason);
            Assert.Same(SignalStep.Nothing, SignalTransitions.Dismiss(dismissed, Li, "误触", Now));
        }
    }

    [Theory]
    [InlineData(SignalColour.Blue, SignalState.Closed)]
    [InlineData(SignalColour.Yellow, SignalState.Closed)]
    [InlineData(SignalColour.Orange, SignalState.New)]
    [InlineData(SignalColour.Red, SignalState.New)]
    public void CauseEnded_NobodyHasAnswered_OnlySmallOnesCloseByThemselves(SignalColour colour, SignalState state)
    {
        var ended = SignalTransitions.CauseEnded(Raised(colour), "a", "online", Now.AddSeconds(2), Now.AddSeconds(3)).Next!;

        Assert.Equal((state, Now.AddSeconds(2)), (ended.State, ended.CauseEndedAt));
        if (state == SignalState.New)
        {
            Assert.NotNull(ended.DueAt);
            var answered = SignalTransitions.Acknowledge(ended, Wang, null, Now.AddSeconds(4));
            Assert.Equal(SignalState.Closed, answered.Next!.State);
            Assert.Equal(["signal.acknowledged", "signal.closed"], Types(answered));
        }
        else
        {
            Assert.Equal("signal-over", SignalTransitions.Acknowledge(ended, Wang, null, Now).Refusal!.Reason);
        }
    }

    [Fact]
    public void CauseEnded_Acknowledged_Closes()
    {
        var acknowledged = SignalTransitions.Acknowledge(Raised(SignalColour.Red), Wang, null, Now).Next!;
        var closed = SignalTransitions.CauseEnded(acknowledged, "a", "cancelled", Now, Now.AddSeconds(1));

        Assert.Equal(SignalState.Closed, closed.Next!.State);
        Assert.Equal([("signal.closed", "cancelled")], closed.Happenings.Select(happening => (happening.Type, happening.Cause)));
    }

    [Fact]
    public void Repeat_CountsGoOnTheRecordAtMostEveryTenSeconds()
    {
        var signal = Raised(SignalColour.Yellow);
        var events = 0;
        for (var second = 1; second <= 25; second++)
        {
            var step = SignalTransitions.Repeat(signal, Draft(SignalColour.Yellow), Now.AddSeconds(second), Options);
            events += step.Happenings.Length;
            signal = step.Next!;
        }

        Assert.Equal((26, 2), (signal.Count, events));
        Assert.Equal(Now.AddSeconds(30), signal.TallyAt);
        var tally = SignalTransitions.Tally(signal, Now.AddSeconds(30));
        Assert.Equal(["signal.repeated"], Types(tally));
        Assert.Null(tally.Next!.TallyAt);
        Assert.Equal(16, SignalTransitions.Repeat(signal, Draft(SignalColour.Yellow), Now, Options).Next!.Evidence.Length);
    }

    [Fact]
    public void Repeat_WorseColour_RaisesColourAndShortensTheTime()
    {
        var worse = SignalTransitions.Repeat(Raised(SignalColour.Yellow), Draft(SignalColour.Orange), Now.AddSeconds(10), Options).Next!;
        Assert.Equal((SignalColour.Orange, Now.AddSeconds(70)), (worse.Colour, worse.DueAt));

        var milder = SignalTransitions.Repeat(worse, Draft(SignalColour.Blue), Now.AddSeconds(11), Options).Next!;
        Assert.Equal((SignalColour.Orange, Now.AddSeconds(70)), (milder.Colour, milder.DueAt));
    }

    [Theory]
    [InlineData(SignalColour.Yellow, SignalColour.Yellow, false, 59, true)]
    [InlineData(SignalColour.Yellow, SignalColour.Yellow, false, 61, false)]
    [InlineData(SignalColour.Yellow, SignalColour.Yellow, true, 59, true)]
    [InlineData(SignalColour.Yellow, SignalColour.Orange, true, 59, false)]
    [InlineData(SignalColour.Red, SignalColour.Red, false, 59, true)]
    [InlineData(SignalColour.Red, SignalColour.Red, true, 1, false)]
    public void IsRepeat_WindowAndAnswer_Decide(SignalColour first, SignalColour second, bool answered, int after, bool isRepeat)
    {
        var signal = Raised(first);
        if (answered)
        {
            signal = SignalTransitions.Acknowledge(signal, Wang, null, Now).Next!;
        }

        Assert.Equal(isRepeat, SignalRules.IsRepeat(signal, Draft(second), Now.AddSeconds(after)));
        Assert.False(SignalRules.IsRepeat(signal, Draft(second) with { Window = TimeSpan.Zero }, Now));
    }

    [Fact]
    public void Group_MembersComeAndGo_IsOverWithTheLastOne()
    {
        var scope = new SignalSubject("unit", "u", "法院");
        var group = SignalTransitions.RaiseGroup(Draft(SignalColour.Blue, "a"), scope, Now, Options).Next!;
        group = SignalTransitions.Repeat(group, Draft(SignalColour.Blue, "b"), Now.AddSeconds(1), Options).Next!;
        group = SignalTransitions.Repeat(group, Draft(SignalColour.Blue, "a"), Now.AddSeconds(2), Options).Next!;
        Assert.Equal((2, 3, "u"), (group.Members.Length, group.Count, group.UnitId));
        Assert.Equal(["设备 a", "设备 b"], group.ToShort("x", 1).Evidence.Select(item => item.Text));

        group = SignalTransitions.CauseEnded(group, "b", "online", Now, Now).Next!;
        Assert.Same(SignalStep.Nothing, SignalTransitions.CauseEnded(group, "b", "online", Now, Now));
        Assert.Same(SignalStep.Nothing, SignalTransitions.CauseEnded(group, "c", "online", Now, Now));
        Assert.Equal(SignalState.New, group.State);
        Assert.Equal(SignalState.Closed, SignalTransitions.CauseEnded(group, "a", "online", Now, Now).Next!.State);
    }

    [Fact]
    public void TakesMember_QuietOrFullGroup_DoesNot()
    {
        var scope = new SignalSubject("unit", "u", "法院");
        var group = SignalTransitions.RaiseGroup(Draft(SignalColour.Blue, "0"), scope, Now, Options).Next!;
        Assert.True(SignalRules.TakesMember(group, Draft(SignalColour.Blue, "b"), Now.AddSeconds(60), Options.StormWindow));
        Assert.False(SignalRules.TakesMember(group, Draft(SignalColour.Blue, "b"), Now.AddSeconds(61), Options.StormWindow));

        for (var i = 1; i < SignalRules.LargestGroup; i++)
        {
            group = SignalTransitions.Repeat(group, Draft(SignalColour.Blue, $"{i}"), Now, Options).Next!;
        }
        Assert.False(SignalRules.TakesMember(group, Draft(SignalColour.Blue, "b"), Now, Options.StormWindow));
        Assert.True(SignalRules.TakesMember(group, Draft(SignalColour.Blue, "7"), Now, Options.StormWindow));
        Assert.Equal(SignalRules.ShownEvidence, group.ToShort("x", 1).Evidence.Length);
        Assert.Equal(SignalRules.LargestGroup, group.ToSignal("x", 1).Evidence.Length);
    }

    [Fact]
    public void Told_EachListener_OnceAndOnlyAfterAnAnswer()
    {
        var raised = SignalTransitions.Raise(Draft(SignalColour.Red) with { TellSubject = true }, Now, Options).Next!;
        Assert.Empty(raised.Untold);

        var answered = SignalTransitions.Acknowledge(raised, Wang, null, Now).Next!;
        var listener = Assert.Single(answered.Untold);
        var told = SignalTransitions.Told(answered, [listener]);

        Assert.Empty(told.Next!.Untold);
        Assert.Empty(told.Happenings);
        Assert.Same(SignalStep.Nothing, SignalTransitions.Told(told.Next, [listener]));
    }

    [Theory]
    [InlineData("不是", "signal-reason-length")]
    [InlineData("误触报警", null)]
    [InlineData("a\nb c", "control-character")]
    public void CheckReason_ThreeToTwoHundredCharacters(string reason, string? refusal) =>
        Assert.Equal(refusal, SignalRules.CheckReason(reason)?.Reason);

    [Fact]
    public void Bounded_TooMuch_IsCut()
    {
        var evidence = Enumerable.Range(0, 30).Select(i => new SignalEvidence("fact", new string('x', 300), Now)).ToArray();
        var bounded = SignalRules.Bounded(Draft(SignalColour.Red) with { Evidence = [.. evidence], Detail = new string('y', 900) });

        Assert.Equal((16, 200, 500), (bounded.Evidence.Length, bounded.Evidence[0].Text.Length, bounded.Detail!.Length));
        Assert.Empty(SignalRules.Bounded(Draft(SignalColour.Red) with { Evidence = default }).Evidence);
        Assert.Throws<ArgumentException>(() => SignalRules.Bounded(Draft(SignalColour.Red) with { Id = "1" }));
    }

    private static string[] Types(SignalStep step) => [.. step.Happenings.Select(happening => happening.Type)];

    private static StoredSignal Raised(SignalColour colour) => SignalTransitions.Raise(Draft(colour), Now, Options).Next!;

    private static SignalDraft Draft(SignalColour colour, string subject = "a") =>
        new(
            Ulid.New(TimeProvider.System),
            "battery-low",
            new SignalSubject("recorder", subject, $"设备 {subject}"),
            "unit",
            colour,
            Now,
            null,
            "9 %",
            [new SignalEvidence("fact", "9 %", Now)],
            TimeSpan.FromMinutes(1),
            false,
            false
        );

    private static CommandContext Person(string name) =>
        new(Ulid.New(TimeProvider.System), name, null, null, "c", null, Ulid.New(TimeProvider.System));
}
