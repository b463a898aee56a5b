using Command.Contracts.Common;
using Command.Silo.MediaNode;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

/// <summary>The state machine as a table: a sequence of what happens, and the state after it.</summary>
public sealed class PresenceRulesTests
{
    private static readonly TimeSpan Grace = new RecorderOptions().PresenceGrace;

    [Theory]
    [InlineData("", "Unknown created")]
    [InlineData("online", "Online none")]
    [InlineData("page", "Online none")]
    [InlineData("page page-gone", "Offline silent")]
    [InlineData("live", "Online none")]
    [InlineData("live ended", "Offline silent")]
    [InlineData("live weak", "Degraded weak-network")]
    [InlineData("live weak live", "Online none")]
    [InlineData("online lost", "Connecting connection-lost")]
    [InlineData("online lost online", "Online none")]
    [InlineData("online lost heard", "Online none")]
    [InlineData("online lost grace", "Offline connection-lost")]
    [InlineData("online lost grace online", "Online none")]
    [InlineData("online lost live grace", "Online none")]
    [InlineData("online lost live grace ended", "Offline connection-lost")]
    [InlineData("online lost live ended", "Connecting connection-lost")]
    [InlineData("online shutdown", "Offline shutdown")]
    [InlineData("online shutdown lost", "Offline shutdown")]
    [InlineData("online old-will", "Online none")]
    [InlineData("online taken-over", "Online none")]
    [InlineData("lost", "Unknown created")]
    [InlineData("online battery", "Degraded battery-low")]
    [InlineData("online battery charged", "Online none")]
    [InlineData("online full", "Degraded storage-full")]
    [InlineData("online battery lost", "Connecting connection-lost")]
    [InlineData("online restart", "Connecting server-started")]
    [InlineData("online restart heard", "Online none")]
    [InlineData("online restart grace", "Offline server-started")]
    [InlineData("told silence", "Connecting silent")]
    [InlineData("told silence grace", "Offline silent")]
    [InlineData("told silence told", "Online none")]
    [InlineData("told silence grace told", "Online none")]
    [InlineData("told silence grace lost", "Offline silent")]
    [InlineData("told still told still", "Online none")]
    [InlineData("told silence restart grace", "Offline server-started")]
    [InlineData("restart", "Unknown created")]
    [InlineData("online shutdown restart", "Offline shutdown")]
    [InlineData("online off", "Disabled disabled-by-person")]
    [InlineData("online off restart", "Disabled disabled-by-person")]
    [InlineData("online off on", "Unknown enabled-by-person")]
    [InlineData("online off on online", "Online none")]
    public void Table(string happenings, string expected)
    {
        var turns = new Turns();
        foreach (var happening in happenings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Happen(turns, happening);
        }
        Assert.Equal(expected, $"{turns.State.Link.State} {turns.State.Link.Cause.Code}");
    }

    [Fact]
    public void Settle_SameStateForAnotherReason_KeepsItsBegin()
    {
        var turns = new Turns();
        turns.Online();
        Happen(turns, "full");
        var since = turns.State.Link.Since;
        turns.Time.Advance(TimeSpan.FromMinutes(1));
        var turn = turns.Do(turn => HealthRules.Apply(turn, HealthOf(turns, 5)));

        Assert.Equal(("battery-low", since), (turns.State.Link.Cause.Code, turns.State.Link.Since));
        Assert.Contains(turn.Events, note => note.Type == PresenceRules.StateChanged && note.Cause == "battery-low");
    }

    [Fact]
    public void Telemetry_ReceivedBeforeTheLoss_DoesNotBringTheConnectionBack()
    {
        var turns = new Turns();
        turns.Online();
        var received = turns.Now;
        turns.Time.Advance(TimeSpan.FromSeconds(1));
        Happen(turns, "lost");
        turns.Do(turn => NewsRules.Apply(turn, new TelemetryNews(received, null, null, null), turns.Clock));
        Assert.Equal(DeviceState.Connecting, turns.State.Link.State);
    }

    [Fact]
    public void Telemetry_Alone_HasNotToBeStored()
    {
        var turns = new Turns();
        turns.Online();
        var turn = turns.Do(turn => NewsRules.Apply(turn, new TelemetryNews(turns.Now, HealthOf(turns, 80), null, null), turns.Clock));
        Assert.False(turn.HasToBeStored);
        Assert.Equal(80, turns.State.Health!.BatteryPercent);
    }

    private static Command.Contracts.Recorders.RecorderHealth HealthOf(Turns turns, int battery) =>
        new(turns.Now, battery, null, null, null, null, null, null, null);

    private static void Happen(Turns turns, string happening)
    {
        turns.Time.Advance(TimeSpan.FromSeconds(1));
        _ = happening switch
        {
            "online" => turns.Online(),
            "lost" => turns.Do(turn => PresenceRules.Offline(turn, "b1", "lost")),
            "old-will" => turns.Do(turn => PresenceRules.Offline(turn, "b0", "lost")),
            "taken-over" => turns.Do(turn => PresenceRules.Offline(turn, "", "taken-over")),
            "shutdown" => turns.Do(turn => PresenceRules.Offline(turn, "b1", "shutdown")),
            "heard" => turns.Do(turn => PresenceRules.HeardByMqtt(turn, turn.Now)),
            "told" => turns.Do(turn =>
                NewsRules.Apply(turn, new PresenceNews(turn.Now, true, "connect", null) { Boot = "b1" }, turns.Clock)
            ),
            "still" => turns.Pass(TimeSpan.FromSeconds(300)),
            "silence" => turns.Pass(turns.Options.SilentAfter),
            "page" => turns.Do(PresenceRules.HeardOtherwise, pageIsHere: true),
            "page-gone" => turns.Pass(TimeSpan.FromSeconds(61)),
            "grace" => turns.Pass(Grace),
            "restart" => turns.Do(PresenceRules.Restart),
            "live" => Publish(turns, PublisherState.Live),
            "weak" => Publish(turns, PublisherState.Weak),
            "ended" => Publish(turns, PublisherState.Ended),
            "battery" => turns.Do(turn => HealthRules.Apply(turn, HealthOf(turns, 9))),
            "charged" => turns.Do(turn => HealthRules.Apply(turn, HealthOf(turns, 90))),
            "full" => turns.Do(turn => HealthRules.JudgeStorage(turn, true, "it says so")),
            "off" => turns.Do(turn => RecorderDraftRules.Update(turn, Draft(enabled: false))),
            "on" => turns.Do(turn => RecorderDraftRules.Update(turn, Draft(enabled: true))),
            _ => throw new ArgumentException(happening),
        };
    }

    private static Command.Contracts.Recorders.RecorderDraft Draft(bool enabled) => new("执法仪 07", null, null, enabled, "unit-1", null);

    private static RecorderTurn Publish(Turns turns, PublisherState state) =>
        turns.Do(turn =>
            SessionRules.Apply(
                turn,
                new PublisherReport("p1", "live", state, turn.Now, null, [], 800_000, 0, null, $"recorder/{Turns.Id}", "x")
            )
        );
}
