using Command.Web.Application.Recorders;
using Microsoft.Extensions.Configuration;

namespace Command.Web.Tests.Application;

public sealed class RecorderAddressesTests
{
    private const string Id = "01jd00000000000000000000re";

    [Fact]
    public void Of_PlainPage_SendsPhonesToHttps()
    {
        var access = Of("http://10.0.0.5:8080/");
        Assert.Equal($"http://10.0.0.5:8080/whip/recorder/{Id}/live", access.WhipUrl);
        Assert.Equal($"https://10.0.0.5:8443/field/{Id}", access.FieldUrl);
        Assert.False(access.Loopback);
        Assert.Equal(("embedded", "10.0.0.5", 1883, 8883), (access.Mqtt, access.MqttHost, access.MqttPort, access.MqttTlsPort));
        Assert.Equal(("v1/site/bwc/S1/up/#", "v1/site/bwc/S1/dn/#"), (access.UpTopic, access.DownTopic));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public void Of_WithoutAFixedHttpsPort_StaysWhereThePageIs(string port) =>
        Assert.Equal($"http://10.0.0.5:8080/field/{Id}", Of("http://10.0.0.5:8080/", ("Command:Web:HttpsPort", port)).FieldUrl);

    [Fact]
    public void Of_SecurePage_StaysThere()
    {
        var access = Of("https://court.example/", ("Command:Site", "changning"));
        Assert.Equal($"https://court.example/field/{Id}", access.FieldUrl);
        Assert.StartsWith("v1/changning/bwc/", access.UpTopic, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Localhost_IsToldToBeOfNoUseToPhones() => Assert.True(Of("http://localhost:8080/").Loopback);

    [Theory]
    [InlineData("mqtt://broker.example", 1883, null)]
    [InlineData("mqtt://broker.example:1999", 1999, null)]
    [InlineData("mqtts://broker.example", null, 8883)]
    public void Of_ExternalBroker_NamesIt(string broker, int? plain, int? tls)
    {
        var access = Of("http://10.0.0.5:8080/", ("Mqtt:Broker", broker));
        Assert.Equal(("external", "broker.example", plain, tls), (access.Mqtt, access.MqttHost, access.MqttPort, access.MqttTlsPort));
    }

    [Fact]
    public void Of_MqttOff_OrUnknownToAWebNode_SaysSo()
    {
        Assert.Equal("off", Of("http://10.0.0.5/", ("Mqtt:Enabled", "false")).Mqtt);
        Assert.Equal("unknown", Of("http://10.0.0.5/", ("Command:Cluster:Client", "true")).Mqtt);
        Assert.Null(Of("http://10.0.0.5/", ("Mqtt:Port", "0")).MqttPort);
    }

    private static RecorderAccess Of(string page, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value))
            .Build();
        return new RecorderAddresses(configuration).Of(Id, "S1", new Uri(page));
    }
}
