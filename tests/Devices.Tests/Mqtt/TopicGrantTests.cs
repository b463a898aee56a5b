using Command.Devices.Mqtt;
using FsCheck.Xunit;
using MQTTnet;

namespace Command.Devices.Tests.Mqtt;

public sealed class TopicGrantTests
{
    private static readonly TopicGrant Grant = new("site", "R1");

    [Theory]
    [InlineData("v1/site/bwc/R1/dn/#", true)]
    [InlineData("v1/site/bwc/R1/dn/cmd/+", true)]
    [InlineData("v1/site/bwc/R1/dn/+/x/#", true)]
    [InlineData("v1/site/bwc/R1/dn/cfg", true)]
    [InlineData("#", false)]
    [InlineData("+", false)]
    [InlineData("", false)]
    [InlineData("$SYS/#", false)]
    [InlineData("$share/g/v1/site/bwc/R1/dn/#", false)]
    [InlineData("v1/site/bwc/R1/#", false)]
    [InlineData("v1/site/bwc/+/dn/#", false)]
    [InlineData("v1/site/bwc/R11/dn/#", false)]
    [InlineData("v1/site/bwc/R1/dn", false)]
    [InlineData("v1/site/bwc/R1/dn/", false)]
    [InlineData("v1/site/bwc/R1/up/#", false)]
    [InlineData("+/site/bwc/R1/dn/#", false)]
    [InlineData("V1/site/bwc/R1/dn/#", false)]
    [InlineData("/v1/site/bwc/R1/dn/#", false)]
    [InlineData("v1/site/bwc/R1/dn/#/x", false)]
    [InlineData("v1/site/bwc/R1/dn/a#", false)]
    [InlineData("v1/site/bwc/R1/dn/a+/b", false)]
    public void MaySubscribe(string filter, bool expected) => Assert.Equal(expected, Grant.MaySubscribe(filter));

    [Theory]
    [InlineData("v1/site/bwc/R1/up/status", true)]
    [InlineData("v1/site/bwc/R1/up/event/sos", true)]
    [InlineData("v1/site/bwc/R1/up/", false)]
    [InlineData("v1/site/bwc/R1/up", false)]
    [InlineData("v1/site/bwc/R2/up/status", false)]
    [InlineData("v1/other/bwc/R1/up/status", false)]
    [InlineData("v1/site/bwc/R1/dn/cmd/x", false)]
    [InlineData("v1/site/bwc/R1/up/#", false)]
    [InlineData("$SYS/broker", false)]
    public void MayPublish(string topic, bool expected) => Assert.Equal(expected, Grant.MayPublish(topic));

    /// <summary>No filter that is granted matches a topic outside the grant.</summary>
    [Property(MaxTest = 5_000)]
    public void MaySubscribe_GrantedFilter_HearsNothingElse(byte[] choices)
    {
        string[] levels = ["v1", "site", "bwc", "R1", "R2", "dn", "up", "+", "#", "", "$share", "cmd"];
        var filter = string.Join('/', choices.Select(choice => levels[choice % levels.Length]));
        foreach (var candidate in new[] { filter, $"v1/site/bwc/R1/dn/{filter}", $"v1/site/bwc/{filter}" })
        {
            if (!Grant.MaySubscribe(candidate))
            {
                continue;
            }
            foreach (
                var topic in new[] { "v1/site/bwc/R2/dn/cmd/x", "v1/site/bwc/R1/up/status", "v1/site/bwc/R2/up/status", "v1", "$SYS/x" }
            )
            {
                Assert.NotEqual(MqttTopicFilterCompareResult.IsMatch, MqttTopicFilterComparer.Compare(topic, candidate));
            }
        }
    }

    [Theory]
    [InlineData("v1/site/bwc/R1/up/status", "R1", "")]
    [InlineData("v1/site/bwc/34020000001320000009/up/telemetry/gnss", "34020000001320000009", "")]
    [InlineData("v1/site/bwc/a-b_c/up/event/man-down", "a-b_c", "man-down")]
    public void Topic_OfTheScheme_IsRead(string topic, string serial, string eventType)
    {
        Assert.True(BodyWornTopic.TryParse("site", topic, out var parsed));

        Assert.Equal((serial, eventType), (parsed.Serial, parsed.EventType));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1/site/bwc/R1/up")]
    [InlineData("v1/site/bwc/R1/up/")]
    [InlineData("v1/site/bwc//up/status")]
    [InlineData("v1/site/bwc/R 1/up/status")]
    [InlineData("v1/site/bwc/R1/dn/cmd/x")]
    [InlineData("v1/other/bwc/R1/up/status")]
    [InlineData("v1/site/bwc/R1/up/event")]
    [InlineData("v1/site/bwc/R1/up/event/")]
    [InlineData("v1/site/bwc/R1/up/event/a/b")]
    [InlineData("v1/site/bwc/R1/up/event/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("v1/site/bwc/R1/up/telemetry")]
    public void Topic_OutsideTheScheme_IsNot(string topic) => Assert.False(BodyWornTopic.TryParse("site", topic, out _));
}
