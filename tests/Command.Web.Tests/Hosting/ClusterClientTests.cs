using System.Net.Http.Json;
using Command.TestKit;
using Command.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Web.Tests.Hosting;

public sealed class ClusterClientTests
{
    [Fact]
    public async Task WebNodeWithoutSilo_ServesFromTheClusterAndSharesItsSessions()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var box = await OneBoxHost.StartAsync(cancellationToken: cancellationToken);
        var silo = box.Services.GetRequiredService<Orleans.Runtime.ILocalSiloDetails>();
        await using var node = Program.Build(
            [],
            builder =>
                builder.Configuration.AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Command:Cluster:Client"] = "true",
                        ["Command:Cluster:ClusterId"] = silo.ClusterId,
                        ["Command:Cluster:Gateways:0"] = silo.GatewayAddress.Endpoint.ToString(),
                        ["Command:Web:Listen:0"] = "127.0.0.1",
                        ["Command:Web:HttpPort"] = "0",
                        ["Command:Web:HttpsPort"] = "-1",
                        ["Logging:LogLevel:Default"] = "Warning",
                    }
                ),
            Path.Combine(
                Repository.Root,
                "artifacts",
                "bin",
                "Command.Web",
                Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')),
                "Command.Web.staticwebassets.endpoints.json"
            )
        );
        await node.StartAsync(cancellationToken);
        var address = node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        // A token of one node is good at the other: one ring, one record of sessions.
        client.DefaultRequestHeaders.Authorization = (await box.SignInAsync(cancellationToken)).DefaultRequestHeaders.Authorization;
        using var made = await client.PostAsJsonAsync("/api/v1/units", new { name = "District" }, cancellationToken);
        Assert.True(made.IsSuccessStatusCode, $"{made.StatusCode}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/ca/root.crt", cancellationToken)).StatusCode);
        Assert.True((await client.GetAsync("/health/ready", cancellationToken)).IsSuccessStatusCode);
        await node.StopAsync(cancellationToken);
    }
}
