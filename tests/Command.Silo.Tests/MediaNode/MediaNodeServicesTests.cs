using Command.Media.WebRtc;
using Command.Silo.MediaNode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Command.Silo.Tests.MediaNode;

public sealed class MediaNodeServicesTests
{
    [Theory]
    [InlineData("--Media:PublicAddresses=127.0.0.1", "127.0.0.1")]
    [InlineData("--Media:PublicAddresses= 10.0.0.1, 2001:db8::5 ,", "10.0.0.1 2001:db8::5")]
    [InlineData("--Media:PublicAddresses:0=10.0.0.1 --Media:PublicAddresses:1=10.0.0.2", "10.0.0.1 10.0.0.2")]
    [InlineData("--Media:PublicAddresses:0=10.0.0.1 --Media:PublicAddresses:1=10.0.0.2 --Media:PublicAddresses=10.0.0.3", "10.0.0.3")]
    [InlineData("--Media:PublicAddresses=", "")]
    [InlineData("--Media:Port=0", "")]
    public void PublicAddresses_ListOrOneValue_AreTheSame(string commandLine, string expected) =>
        Assert.Equal(expected, string.Join(' ', Options(commandLine.Split(" --")).PublicAddresses));

    [Fact]
    public void PublicAddresses_OneIsNoAddress_StopsTheStartAndNamesIt()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options("--Media:PublicAddresses=10.0.0.1,camera-hall"));
        Assert.Contains("Media:PublicAddresses has 'camera-hall'", failure.Message, StringComparison.Ordinal);
    }

    private static WebRtcOptions Options(params string[] arguments)
    {
        var configuration = new ConfigurationBuilder()
            .AddCommandLine([.. arguments.Select(argument => $"--{argument.TrimStart('-')}")])
            .Build();
        using var services = new ServiceCollection().AddMediaNode(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<WebRtcOptions>>().Value;
    }
}
