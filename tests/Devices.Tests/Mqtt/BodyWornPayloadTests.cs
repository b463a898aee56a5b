using System.Text;
using System.Text.Json;
using Command.Devices.Mqtt;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Devices.Tests.Mqtt;

public sealed class BodyWornPayloadTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_795_507_200_000);

    [Fact]
    public void Status_Will_HasNoBoot()
    {
        var message = Read<BodyWornPresence>("status", """{"v":1,"online":false,"reason":"lost"}""");

        Assert.False(message.Online);
        Assert.Equal("lost", message.Reason);
        Assert.Equal("", message.Boot);
        Assert.Null(message.Sequence);
        Assert.Null(message.DeviceTime);
        Assert.Equal(Now, message.ReceivedAt);
    }

    [Fact]
    public void Status_Retained_IsKept()
    {
        var message = Read<BodyWornPresence>("status", """{"online":true,"reason":"connect","ts":1795507200000}""", isRetained: true);

        Assert.Equal("kept", message.Reason);
        Assert.Equal(Now, message.DeviceTime);
    }

    [Fact]
    public void Info_Everything()
    {
        var message = Read<BodyWornDescription>(
            "info",
            """{"model":"DSJ-X1","fw":"1.2.3","imei":860000000000001,"iccid":"8986","capabilities":["sos",7,{"a":1},"ptt"],"codecs":["h264","opus"],"officer":"012345","simulated":true}"""
        );

        Assert.Equal("DSJ-X1", message.Model);
        Assert.Equal("860000000000001", message.Imei);
        Assert.Equal(["sos", "ptt"], message.Capabilities);
        Assert.Equal(["h264", "opus"], message.Codecs);
        Assert.Equal("012345", message.OfficerNumber);
        Assert.True(message.Simulated);
    }

    [Fact]
    public void Positions_Single_OfTheScheme()
    {
        var message = Read<BodyWornPositions>(
            "telemetry/gnss",
            """{"v":1,"boot":"0d5c","seq":1042,"ts":1795507200000,"fix":"3d","lat":31.86,"lon":117.28,"alt":32.1,"spd":0.96,"crs":87.3,"hdop":0.9,"sat":14,"src":"gnss","buffered":false}"""
        );

        Assert.Equal(
            new PositionSample(1042, Now, 31.86, 117.28, 32.1, 0.96, 87.3, 0.9, 14, "3d", "gnss", Buffered: false),
            Assert.Single(message.Items)
        );
        Assert.Equal("0d5c", message.Boot);
        Assert.True(message.MustBeKept);
    }

    [Fact]
    public void Positions_Batch_KeepsOrderAndTakesWhatItemsDoNotSay()
    {
        var message = Read<BodyWornPositions>(
            "telemetry/gnss",
            """{"boot":"b","buffered":true,"fix":"2d","items":[{"seq":1,"ts":1795507100000,"lat":1,"lon":2},{"seq":2,"ts":1795507110000,"lat":0,"lon":0},{"seq":3,"lat":1,"lon":2},{"seq":4,"ts":1795507120000,"lat":95,"lon":2},"x",{"seq":5,"ts":1795507130000,"lat":1.5,"lon":2,"fix":"3d","buffered":false,"src":"network"}]}"""
        );

        Assert.Equal([1L, 5L], message.Items.Select(item => item.Sequence!.Value));
        Assert.Equal("2d", message.Items[0].Fix);
        Assert.True(message.Items[0].Buffered);
        Assert.Equal("3d", message.Items[1].Fix);
        Assert.False(message.Items[1].Buffered);
        Assert.Equal("network", message.Items[1].Source);
    }

    [Theory]
    [InlineData("""{"lat":1e999,"lon":2}""", nameof(PayloadVerdict.OutOfRange))]
    [InlineData("""{"lat":91,"lon":2}""", nameof(PayloadVerdict.OutOfRange))]
    [InlineData("""{"lat":0,"lon":0.0}""", nameof(PayloadVerdict.OutOfRange))]
    [InlineData("""{"lat":"31","lon":2}""", nameof(PayloadVerdict.OutOfRange))]
    [InlineData("""{"fix":"none"}""", nameof(PayloadVerdict.Missing))]
    [InlineData("""{"items":[]}""", nameof(PayloadVerdict.Missing))]
    [InlineData("""{"items":7}""", nameof(PayloadVerdict.Missing))]
    [InlineData("""{"lat":1,"lon":2,"buffered":true}""", nameof(PayloadVerdict.Missing))]
    [InlineData("""{"v":2,"lat":1,"lon":2}""", nameof(PayloadVerdict.OutOfRange))]
    [InlineData("""{"v":"x","lat":1,"lon":2}""", nameof(PayloadVerdict.OutOfRange))]
    [InlineData("""{"lat":NaN,"lon":2}""", nameof(PayloadVerdict.NotJson))]
    public void Positions_ThatAreNone_AreRefused(string payload, string expected) =>
        Assert.Equal(expected, VerdictOf("telemetry/gnss", Encoding.UTF8.GetBytes(payload)).ToString());

    [Fact]
    public void Positions_MoreThanAHundred_AreTooMany()
    {
        var item = """{"ts":1795507100000,"lat":1,"lon":2}""";
        byte[] Batch(int count) => Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', Enumerable.Repeat(item, count))}}]}""");

        Assert.Equal(PayloadVerdict.Read, VerdictOf("telemetry/gnss", Batch(100)));
        Assert.Equal(PayloadVerdict.TooMany, VerdictOf("telemetry/gnss", Batch(101)));
    }

    [Fact]
    public void Health_FieldsThatCannotBe_AreNull()
    {
        var message = Read<BodyWornHealth>(
            "telemetry/health",
            """{"battery":101,"charging":"yes","disk":{"free":-1,"total":64000000000},"rssi":-87,"bars":9,"temp":36.5,"recording":true}"""
        );

        Assert.Equal(new BodyWornHealth(Now, null, null, null, 64_000_000_000, -87, null, 36.5, true) { Boot = "" }, message);
    }

    [Fact]
    public void Event_KeepsTheRestAsJson()
    {
        var message = Read<BodyWornEvent>(
            "event/sos",
            """{"v":1,"boot":"0d5c","seq":1043,"ts":1795507201000,"type":"fall","id":"01JDFQ","state":"start","pos":{"lat":31.86,"lon":117.28,"ts":1795507200000},"media":{"kind":"whip"},"officer":"012345","n":[1,2]}"""
        );

        Assert.Equal("sos", message.Type);
        Assert.Equal("01JDFQ", message.EventId);
        Assert.Equal(117.28, message.Position!.Value.LongitudeDegrees);
        Assert.Equal("""{"media":{"kind":"whip"},"n":[1,2]}""", message.Detail);
        Assert.Equal(1043, message.Sequence);
    }

    [Fact]
    public void Event_WithoutAnything_IsStillAnEvent() => Assert.Equal("sos", Read<BodyWornEvent>("event/sos", "{}").Type);

    [Fact]
    public void Event_LongRest_IsCutAtWholeMembers()
    {
        var payload = $$"""{"a":"{{new string('x', 1500)}}","b":"{{new string('y', 1500)}}","c":1}""";

        var detail = Read<BodyWornEvent>("event/key", payload).Detail;

        Assert.True(Encoding.UTF8.GetByteCount(detail) <= 2048);
        using var json = JsonDocument.Parse(detail);
        Assert.Equal(["a", "c"], json.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Text_IsCleanAndBounded()
    {
        var message = Read<BodyWornPresence>(
            "status",
            $$"""{"online":true,"reason":"a\u0000b\u001b[31m\u202ec\n","boot":"{{new string('b', 200)}}","fw":"  x  "}"""
        );

        Assert.Equal("ab[31mc", message.Reason);
        Assert.Equal(64, message.Boot.Length);
        Assert.Equal("x", message.Firmware);
    }

    [Fact]
    public void Answer_WithoutId_TakesTheCorrelation()
    {
        var context = new PayloadContext(Now, true, false, "c-91");
        BodyWornTopic.TryParse("site", MqttStage.Up("R1", "ack"), out var topic);

        var verdict = BodyWornPayload.TryRead(topic, """{"ok":false,"code":408}"""u8, context, out var message, out _);

        Assert.Equal(PayloadVerdict.Read, verdict);
        var answer = Assert.IsType<BodyWornAnswer>(message);
        Assert.Equal(("c-91", false, """{"code":408}"""), (answer.OrderId, answer.Succeeded, answer.Detail));
        Assert.Equal(PayloadVerdict.Missing, VerdictOf("ack", """{"ok":true}"""u8));
        Assert.Equal(PayloadVerdict.Missing, VerdictOf("ack", """{"id":"x"}"""u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1}x""")]
    [InlineData("""{"a":1}{}""")]
    [InlineData("""{"reason":"\ud800"}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""")]
    public void NotOneJsonObject_IsNotJson(string payload) =>
        Assert.Equal(PayloadVerdict.NotJson, VerdictOf("event/sos", Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void InvalidUtf8_IsNotJson() =>
        Assert.Equal(PayloadVerdict.NotJson, VerdictOf("event/sos", [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]));

    [Fact]
    public void Sizes_AreLimitedByTopic()
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"lat":1,"lon":2,"x":"{{new string('x', 5_000)}}"}""");

        Assert.Equal(PayloadVerdict.TooLarge, VerdictOf("event/sos", payload));
        Assert.Equal(PayloadVerdict.Read, VerdictOf("telemetry/gnss", payload));
        Assert.Equal(PayloadVerdict.TooLarge, VerdictOf("telemetry/gnss", new byte[70_000]));
    }

    [Fact]
    public void ClaimedIdentity_IsTold()
    {
        BodyWornTopic.TryParse("site", MqttStage.Up("R1", "event/sos"), out var topic);
        BodyWornPayload.TryRead(topic, """{"deviceId":"R2"}"""u8, new PayloadContext(Now, true, false, null), out _, out var claimed);

        Assert.Equal("R2", claimed);
    }

    [Theory, MemberData(nameof(CrashCorpus.Rows), "mqtt", MemberType = typeof(CrashCorpus))]
    public void TryRead_OldCrasher_GivesAVerdict(string file) => AssertSound(CrashCorpus.Read("mqtt", file));

    [Property(MaxTest = 2_000)]
    public void TryRead_AnyBytes_GivesAVerdict(byte[] input) => AssertSound(input);

    [Property(MaxTest = 2_000)]
    public void TryRead_AnyValues_GivesAVerdict(string text, double number, long whole, bool flag, int cut)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                v = 1,
                boot = text,
                seq = whole,
                ts = whole,
                online = flag,
                reason = text,
                lat = double.IsFinite(number) ? number : 0,
                lon = double.IsFinite(number) ? number : 0,
                battery = whole,
                id = text,
                ok = flag,
                pos = new { lat = 1, lon = whole },
                items = new object?[]
                {
                    new
                    {
                        lat = 1,
                        lon = 2,
                        fix = text,
                    },
                    text,
                    whole,
                    null,
                },
                other = new { text },
            }
        );
        AssertSound(payload);
        // Cut or bitten anywhere.
        var at = (int)((uint)cut % payload.Length);
        AssertSound(payload[..at]);
        payload[at] ^= 0x55;
        AssertSound(payload);
    }

    /// <summary>Every reader ends with a verdict, and what it read is bounded and printable.</summary>
    private static void AssertSound(byte[] input)
    {
        foreach (var rest in new[] { "status", "info", "telemetry/gnss", "telemetry/health", "event/sos", "ack" })
        {
            Assert.True(BodyWornTopic.TryParse("site", MqttStage.Up("R1", rest), out var topic));
            var verdict = BodyWornPayload.TryRead(
                topic,
                input,
                new PayloadContext(Now, true, false, "c"),
                out var message,
                out var claimed
            );
            Assert.Equal(verdict == PayloadVerdict.Read, message is not null);
            Assert.True(claimed is null || claimed.Length <= 64);
            if (message is null)
            {
                continue;
            }
            Assert.True(message.Boot.Length <= 64 && !message.Boot.Any(char.IsControl));
            switch (message)
            {
                case BodyWornPositions positions:
                    Assert.InRange(positions.Items.Length, 1, 100);
                    Assert.All(
                        positions.Items,
                        item => Assert.True(Math.Abs(item.LatitudeDegrees) <= 90 && Math.Abs(item.LongitudeDegrees) <= 180)
                    );
                    break;
                case BodyWornEvent { Detail.Length: > 0 } told:
                    using (JsonDocument.Parse(told.Detail))
                    {
                        Assert.True(Encoding.UTF8.GetByteCount(told.Detail) <= 2048);
                    }
                    break;
                case BodyWornPresence presence:
                    Assert.True(presence.Reason.Length <= 64 && !presence.Reason.Any(char.IsControl));
                    break;
            }
        }
    }

    private static T Read<T>(string rest, string payload, bool isRetained = false)
        where T : BodyWornMessage
    {
        Assert.True(BodyWornTopic.TryParse("site", MqttStage.Up("R1", rest), out var topic));
        var context = new PayloadContext(Now, MustBeKept: true, isRetained, Correlation: null);
        Assert.Equal(PayloadVerdict.Read, BodyWornPayload.TryRead(topic, Encoding.UTF8.GetBytes(payload), context, out var message, out _));
        return Assert.IsType<T>(message);
    }

    private static PayloadVerdict VerdictOf(string rest, ReadOnlySpan<byte> payload)
    {
        Assert.True(BodyWornTopic.TryParse("site", MqttStage.Up("R1", rest), out var topic));
        return BodyWornPayload.TryRead(topic, payload, new PayloadContext(Now, true, false, null), out _, out _);
    }
}
