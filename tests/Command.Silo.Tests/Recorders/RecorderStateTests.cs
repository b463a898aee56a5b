using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Recorders;
using Command.Silo.Storage;

namespace Command.Silo.Tests.Recorders;

/// <summary>What is stored today can be read by every later version.</summary>
public sealed class RecorderStateTests
{
    private static readonly AggregateKey Key = new(RecorderRecord.Kind, Turns.Id);

    [Fact]
    public void State_WithEverythingInIt_ComesBackTheSame()
    {
        var turns = new Turns();
        turns.Online();
        turns.Do(turn =>
        {
            var news = new FieldNews(turn.Now, "sos", "press-1", "start", null, "012345", "{}") { Boot = "b1", Sequence = 7 };
            NewsRules.Apply(turn, news, turns.Clock);
            NewsRules.Apply(
                turn,
                new DescriptionNews(turn.Now, new RecorderInfo("m", "1", null, null, ["photo"], [], turn.Now)),
                turns.Clock
            );
            HealthRules.Apply(turn, new RecorderHealth(turn.Now, 9, false, 5, 1000, -71, 4, 31.5, true));
            turn.State = turn.State with { Officer = new OfficerOnShift("012345", "李警官", turn.Now, null) };
        });

        var json = RecorderRecord.Schema.Write(turns.State);
        var back = RecorderRecord.Schema.Read(Key, new StoredAggregate(1, RecorderRecord.Schema.Current, json));

        Assert.Equal(json, RecorderRecord.Schema.Write(back));
        Assert.Equal((true, "press-1", 7L), (back.HasOpenSos, back.Sos!.Id, back.Ledgers[0].Sequences[0]));
        Assert.Contains("李警官", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema0_AsItWasFirstStored_IsRead()
    {
        const string Stored = """
            {"name":"执法仪 07","serial":"sn-7","enabled":true,"unitId":"unit-1","revision":1,"keyHash":"LHDhK3oGRvkiefQnx7OOczTY5Tic/xZ6HcMOc/gmtoM=",
            "link":{"state":"Online","cause":{"code":"none"},"since":"2026-05-04T08:00:00+00:00"},
            "contact":{"wasHeard":true,"connected":true,"boot":"b1","cause":{"code":"connection-lost"}},"simulated":false,
            "sosIds":["press-1"],"ledgers":[{"boot":"b1","sequences":[7]}],
            "orders":[{"id":"o1","name":"photo","arguments":"{}","issuedBy":"system","issuedAt":"2026-05-04T08:00:00+00:00","expiresAt":"2026-05-04T08:01:00+00:00","state":"Sent"}],
            "alarms":{"battery":"Low","storageFull":false,"clockDrift":false},"signals":{"errands":[],"raised":["battery-low"]}}
            """;
        var state = RecorderRecord.Schema.Read(Key, new StoredAggregate(1, 0, Stored));
        Assert.Equal((DeviceState.Online, "b1", BatteryLevel.Low), (state.Link.State, state.Contact.Boot, state.Alarms.Battery));
        Assert.Equal(RecorderCommandState.Sent, Assert.Single(state.Orders).State);
        Assert.True(state.Signals.Has("battery-low"));
        Assert.True(DeviceKey.Matches(state.KeyHash, "key"));
    }
}
