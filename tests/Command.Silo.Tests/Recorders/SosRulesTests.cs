using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class SosRulesTests
{
    private readonly Turns _turns = new();

    [Fact]
    public void Answered_HoweverManyOrdersAreOpen_GivesTheAck()
    {
        _turns.Online();
        Press();
        _turns.Do(turn =>
        {
            while (OrderRules.OpenCount(turn.State) < 100)
            {
                OrderRules.Give(turn, "beep", null, TimeSpan.FromHours(1));
            }
        });

        _turns.Do(turn => SosRules.Answered(turn, Acknowledged()));

        var ack = Assert.Single(_turns.State.Orders, order => order.Name == OrderNames.SosAck);
        Assert.Equal((RecorderCommandState.Pending, """{"id":"press-1"}"""), (ack.State, ack.Arguments));
        Assert.False(_turns.State.HasOpenSos);
    }

    private void Press() =>
        _turns.Do(turn =>
            SosRules.Press(turn, new FieldEventText("sos", "press-1", null, turn.Now, "mqtt", null, null, null, null, null), null)
        );

    private Signal Acknowledged() =>
        new(
            "signal-1",
            RecorderSignals.Sos,
            new SignalSubject(RecorderRecord.Kind, Turns.Id, "执法仪 07"),
            "unit-1",
            SignalColour.Red,
            SignalState.Acknowledged,
            _turns.Now,
            _turns.Now,
            _turns.Now,
            1,
            0,
            null,
            null,
            [],
            null,
            false,
            "值班员",
            _turns.Now,
            null,
            null,
            false,
            2
        );
}
