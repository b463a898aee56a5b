using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class HealthRulesTests
{
    private readonly Turns _turns = new();

    [Theory]
    [InlineData(100, false, BatteryLevel.Good, BatteryLevel.Good)]
    [InlineData(21, false, BatteryLevel.Good, BatteryLevel.Good)]
    [InlineData(20, false, BatteryLevel.Good, BatteryLevel.Low)]
    [InlineData(24, false, BatteryLevel.Low, BatteryLevel.Low)]
    [InlineData(25, false, BatteryLevel.Low, BatteryLevel.Good)]
    [InlineData(10, false, BatteryLevel.Low, BatteryLevel.Critical)]
    [InlineData(15, false, BatteryLevel.Critical, BatteryLevel.Critical)]
    [InlineData(16, false, BatteryLevel.Critical, BatteryLevel.Low)]
    [InlineData(5, true, BatteryLevel.Critical, BatteryLevel.Good)]
    public void Level_HasHysteresis(int percent, bool charging, object before, object expected) =>
        Assert.Equal((BatteryLevel)expected, HealthRules.LevelOf(percent, charging, (BatteryLevel)before));

    [Fact]
    public void Battery_DrainsAtTheEdge_RaisesYellowThenOrangeOnce()
    {
        foreach (var percent in new[] { 22, 21, 20, 21, 20, 19, 11, 10, 11, 10, 9 })
        {
            Report(battery: percent);
        }
        Assert.Equal([SignalColour.Yellow, SignalColour.Orange], Raised("battery-low").Select(draft => draft.Colour));
        Report(battery: 30);
        Assert.Contains(_turns.State.Signals.Errands, errand => errand.End?.Source == "battery-low");
    }

    [Fact]
    public void Storage_Full_IsYellowUntilThereIsRoomAgain()
    {
        Report(free: 100, total: 1000);
        Assert.Empty(Raised("storage-full"));
        Report(free: 29, total: 1000);
        Report(free: 40, total: 1000);
        Report(free: 29, total: 1000);
        Assert.Equal(SignalColour.Yellow, Assert.Single(Raised("storage-full")).Colour);
        Report(free: 80, total: 1000);
        Assert.Contains(_turns.State.Signals.Errands, errand => errand.End?.Source == "storage-full");
    }

    [Fact]
    public void Late_Report_NeverReplacesANewerOne()
    {
        Report(battery: 80);
        _turns.Do(turn => HealthRules.Apply(turn, Health(5, null, null) with { At = _turns.Now - TimeSpan.FromMinutes(1) }));
        Assert.Equal(80, _turns.State.Health!.BatteryPercent);
        Assert.Empty(Raised("battery-low"));
    }

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2.1, true)]
    [InlineData(-2.1, true)]
    public void Clock_OffByMoreThanTwoSeconds_IsBlueAndSetRight(double seconds, bool raised)
    {
        _turns.Do(turn => HealthRules.JudgeClock(turn, TimeSpan.FromSeconds(seconds)));
        Assert.Equal(raised ? [SignalColour.Blue] : Array.Empty<SignalColour>(), Raised("clock-drift").Select(draft => draft.Colour));
        Assert.Equal(raised ? ["time.sync"] : Array.Empty<string>(), _turns.State.Orders.Select(order => order.Name));
        _turns.Do(turn => HealthRules.JudgeClock(turn, TimeSpan.FromSeconds(1.4)));
        Assert.False(_turns.State.Alarms.ClockDrift);
    }

    [Fact]
    public void Readings_TheSmallestDelayCounts_AndOneIsNotEnough()
    {
        var clock = new ClockReadings();
        clock.Add(TimeSpan.FromSeconds(-4));
        clock.Add(TimeSpan.FromSeconds(-0.2));
        Assert.Null(clock.Offset);
        clock.Add(TimeSpan.FromSeconds(-3));
        Assert.Equal(TimeSpan.FromSeconds(-0.2), clock.Offset);
        for (var i = 0; i < 8; i++)
        {
            clock.Add(TimeSpan.FromSeconds(-3));
        }
        Assert.Equal(TimeSpan.FromSeconds(-3), clock.Offset);
    }

    private void Report(int? battery = null, long? free = null, long? total = null)
    {
        _turns.Time.Advance(TimeSpan.FromSeconds(5));
        _turns.Do(turn => HealthRules.Apply(turn, Health(battery, free, total)));
    }

    private RecorderHealth Health(int? battery, long? free, long? total) =>
        new(_turns.Now, battery, null, free, total, null, null, null, null);

    private List<SignalDraft> Raised(string source) =>
        [.. _turns.State.Signals.Errands.Select(errand => errand.Raise).OfType<SignalDraft>().Where(draft => draft.Source == source)];
}
