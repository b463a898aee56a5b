using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Recorders;
using Microsoft.Extensions.Time.Testing;

namespace Command.Silo.Tests.Recorders;

/// <summary>Turns of one recorder without a silo.</summary>
internal sealed class Turns
{
    public const string Id = "01arz3ndektsv4rrffq69g5fav";

    public Turns()
    {
        var draft = new RecorderDraft("执法仪 07", null, "sn-7", true, "unit-1", null);
        State = RecorderDraftRules.Create(Id, draft, DeviceKey.HashOf("key"), Time.GetUtcNow());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));

    public ClockReadings Clock { get; } = new();

    public RecorderState State { get; set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public RecorderOptions Options { get; } = new();

    public RecorderTurn Begin() => new(Id, State, CommandContext.System("corr"), Options, Time);

    /// <summary>Lets something happen, settles what follows from it, and answers with the turn.</summary>
    public RecorderTurn Do(Action<RecorderTurn> act, bool pageIsHere = false)
    {
        var turn = Begin();
        turn.PageIsHere = pageIsHere;
        act(turn);
        PresenceRules.Settle(turn);
        State = turn.State;
        return turn;
    }

    public RecorderTurn Pass(TimeSpan time, bool pageIsHere = false)
    {
        Time.Advance(time);
        return Do(
            turn =>
            {
                OrderRules.Expire(turn);
                SessionRules.Expire(turn);
            },
            pageIsHere
        );
    }

    public RecorderTurn Online(string boot = "b1") => Do(turn => PresenceRules.Online(turn, boot, null));
}
