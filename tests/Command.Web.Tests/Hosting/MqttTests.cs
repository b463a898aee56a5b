using System.Security.Cryptography.X509Certificates;
using Command.TestKit.Peers;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Hosting;

[Collection(OneBoxSuite.Name)]
public sealed class MqttTests(OneBox box)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sos_OverTlsOfTheLocalAuthority_IsASignalWhenItIsAcknowledged()
    {
        var made = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/recorders",
            new { name = $"recorder {Guid.NewGuid():n}", unitId = await box.MakeUnitAsync() }
        );
        Assert.True(made.Status == 201, made.Body);
        var id = made.Json.GetProperty("recorder").GetProperty("id").GetString();
        var key = made.Json.GetProperty("key");
        var serial = key.GetProperty("serial").GetString()!; // told at creation
        var authority = Path.GetTempFileName();
        try
        {
            using var root = X509CertificateLoader.LoadCertificate(await box.Client.GetByteArrayAsync("/ca/root.crt", Cancellation));
            await File.WriteAllTextAsync(authority, root.ExportCertificatePem(), Cancellation);
            var device = new MosquittoClients(box.Host.MqttTlsPort, serial, key.GetProperty("key").GetString()!)
            {
                AuthorityPath = authority,
            };
            const string Sos = """{"v":1,"boot":"b1","seq":1,"id":"sos-1","state":"start","pos":{"lat":31.86,"lon":117.28}}""";

            Assert.Equal((0, ""), await device.PublishAsync($"v1/site/bwc/{serial}/up/event/sos", Sos, Cancellation));

            Assert.Equal(1, await RedSignalsAsync(id));
            // It was not sure that it was heard, and says it again.
            Assert.Equal((0, ""), await device.PublishAsync($"v1/site/bwc/{serial}/up/event/sos", Sos, Cancellation));
            Assert.Equal(1, await RedSignalsAsync(id));
        }
        finally
        {
            File.Delete(authority);
        }
    }

    private async Task<int> RedSignalsAsync(string? recorderId)
    {
        var signals = await box.SendAsync(HttpMethod.Get, $"/api/v1/signals?open=true&colour=red&subjectId={recorderId}");
        Assert.True(signals.Status == 200, signals.Body);
        return signals.Json.GetProperty("signals").GetArrayLength();
    }
}
