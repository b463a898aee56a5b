using Command.Devices.Mqtt;

namespace Command.Devices.Tests.Mqtt;

public sealed class MqttOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreRight()
    {
        Assert.Null(new MqttOptions().Validate());
        Assert.Null(new SiteOptions().Validate());
    }

    [Fact]
    public void Validate_BadValues_NameTheOptionAndTheRange()
    {
        var options = new MqttOptions();
        foreach (
            var (bad, name) in new[]
            {
                (options with { Port = -2 }, "Mqtt:Port is -2"),
                (options with { TlsPort = 70_000 }, "Mqtt:TlsPort is 70000"),
                (options with { Listen = "everywhere" }, "Mqtt:Listen is 'everywhere'"),
                (options with { Broker = "tcp://x" }, "Mqtt:Broker is 'tcp://x'"),
                (options with { CertificatePath = "/no/such.pem" }, "Mqtt:CertificatePath is '/no/such.pem'"),
                (options with { MaxPacketSize = 1 }, "8192 to 1048576"),
                (options with { KeepAlive = TimeSpan.FromHours(1) }, "Mqtt:KeepAlive is 01:00:00"),
                (options with { ReceiveMaximum = 0 }, "Mqtt:ReceiveMaximum is 0"),
            }
        )
        {
            Assert.Contains(name, bad.Validate(), StringComparison.Ordinal);
        }
        Assert.Contains("Command:Site is 'a/b'", new SiteOptions { Site = "a/b" }.Validate(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mqtt://broker", "broker", 1883, false)]
    [InlineData("mqtts://broker", "broker", 8883, true)]
    [InlineData("mqtt://[::1]:1884/", "::1", 1884, false)]
    public void BrokerAddress_IsRead(string text, string host, int port, bool usesTls)
    {
        Assert.True(BrokerAddress.TryParse(text, out var address));

        Assert.Equal(new BrokerAddress(host, port, usesTls), address);
    }

    [Theory]
    [InlineData("broker:1883")]
    [InlineData("http://broker")]
    [InlineData("mqtt://user:secret@broker")]
    [InlineData("mqtt://broker/path")]
    [InlineData("mqtt://")]
    public void BrokerAddress_AnythingElse_IsNot(string text) => Assert.False(BrokerAddress.TryParse(text, out _));

    [Fact]
    public void Order_IsWrittenAsTheSchemeSays()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_795_507_200_000);
        var order = new BodyWornOrder("c-91", "stream.start", """{"profile":"720p15"}""", now.AddSeconds(59.5));

        var message = OrderMessage.Make("site", "R1", order, now);

        Assert.NotNull(message);
        Assert.Equal("v1/site/bwc/R1/dn/cmd/stream.start", message.Topic);
        Assert.Equal(60u, message.MessageExpiryInterval);
        Assert.Equal(
            """{"v":1,"id":"c-91","name":"stream.start","args":{"profile":"720p15"},"exp":1795507259500}""",
            System.Text.Encoding.UTF8.GetString(message.Payload.FirstSpan)
        );
        Assert.Null(OrderMessage.Make("site", "R1", order, now.AddMinutes(1)));
        Assert.Throws<ArgumentException>(() => OrderMessage.Make("site", "R1", order with { Name = "a/b" }, now));
        Assert.Throws<ArgumentException>(() => OrderMessage.Make("site", "R1", order with { Arguments = "{" }, now));
    }
}
