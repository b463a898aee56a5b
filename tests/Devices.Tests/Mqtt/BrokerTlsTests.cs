using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Command.Devices.Mqtt;

namespace Command.Devices.Tests.Mqtt;

public sealed class BrokerTlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TlsPort_ServesTheGivenCertificate()
    {
        var folder = Directory.CreateTempSubdirectory("command-mqtt-tls-").FullName;
        try
        {
            var file = Path.Combine(folder, "server.pem");
            await MakeCertificateAsync(file);
            var options = MqttStage.Loopback with { TlsPort = 0, CertificatePath = file };
            await using var stage = await MqttStage.StartAsync(options: options);

            var secure = stage.Client("R1") with { Port = stage.Gateway.TlsPort, AuthorityPath = file };
            Assert.Equal((0, ""), await secure.PublishAsync(MqttStage.Up("R1", "event/sos"), "{}", Cancellation));
            // Plain words at the TLS port, and then all is well again.
            var (exitCode, _) = await (secure with { AuthorityPath = null }).PublishAsync(
                MqttStage.Up("R1", "event/sos"),
                "{}",
                Cancellation
            );
            Assert.NotEqual(0, exitCode);
            Assert.Equal((0, ""), await secure.PublishAsync(MqttStage.Up("R1", "event/key"), "{}", Cancellation));

            await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Type == "key", Cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task TlsPort_WithoutCertificate_StaysClosedAndSaysSo()
    {
        await using var stage = await MqttStage.StartAsync(options: MqttStage.Loopback with { TlsPort = 0 });

        Assert.Equal(-1, stage.Gateway.TlsPort);
        Assert.True(stage.Gateway.Port > 0);
        Assert.Contains(stage.Loggers.Lines, line => line.Text.Contains("Mqtt:CertificatePath", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PortInUse_FailsInWords()
    {
        await using var first = await MqttStage.StartAsync();

        var e = await Assert.ThrowsAsync<IOException>(() =>
            MqttStage.StartAsync(options: MqttStage.Loopback with { Port = first.Gateway.Port })
        );

        Assert.Contains($"127.0.0.1:{first.Gateway.Port}", e.Message, StringComparison.Ordinal);
    }

    private static async Task MakeCertificateAsync(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(file, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}", Cancellation);
    }
}
