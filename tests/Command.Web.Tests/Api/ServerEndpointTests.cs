using System.Security.Cryptography.X509Certificates;
using Command.Web.Tests.Fakes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class ServerEndpointTests(OneBox box)
{
    private static readonly string[] Undocumented = ["/api/{**rest}"];

    [Fact]
    public async Task OpenApi_Is31_AndListsEveryEndpoint()
    {
        var document = await box.SendAsync(HttpMethod.Get, "/openapi/v1.json", client: box.Host.CreateClient());
        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        var paths = document.Json.GetProperty("paths");
        var routes = box
            .Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint =>
                (Route: "/" + endpoint.RoutePattern.RawText?.Trim('/'), Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>())
            )
            .Where(endpoint =>
                endpoint.Route.StartsWith("/api/", StringComparison.Ordinal)
                || endpoint.Route is "/version"
                || endpoint.Route.StartsWith("/whep", StringComparison.Ordinal)
                || endpoint.Route.StartsWith("/sessions", StringComparison.Ordinal)
            )
            .Where(endpoint => !Undocumented.Contains(endpoint.Route))
            .ToList();
        Assert.True(routes.Count >= 20, $"{routes.Count} routes");
        foreach (var (route, methods) in routes)
        {
            var path = route.Replace("**", "", StringComparison.Ordinal);
            Assert.True(paths.TryGetProperty(path, out var item), $"{path} is missing");
            foreach (var method in methods!.HttpMethods)
            {
                Assert.True(item.TryGetProperty(method.ToLowerInvariant(), out var operation), $"{method} {path} is missing");
                Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            }
        }
    }

    [Fact]
    public async Task OpenApi_SaysWhoMayCallAndWhatIsRefused()
    {
        var document = await box.SendAsync(HttpMethod.Get, "/openapi/v1.json", client: box.Host.CreateClient());
        var paths = document.Json.GetProperty("paths");
        var login = paths.GetProperty("/api/v1/identity/login").GetProperty("post");
        Assert.False(login.TryGetProperty("security", out _));
        var change = paths.GetProperty("/api/v1/cameras/{id}").GetProperty("put");
        var schemes = change.GetProperty("security").EnumerateArray().Select(scheme => scheme.EnumerateObject().Single().Name).ToList();
        Assert.Equal(["bearer", "cookie"], schemes);
        var declared = document.Json.GetProperty("components").GetProperty("securitySchemes");
        Assert.All(schemes, name => Assert.True(declared.TryGetProperty(name, out _), name));
        foreach (var status in new[] { "400", "401", "403", "404", "412", "413", "415", "503" })
        {
            Assert.True(change.GetProperty("responses").TryGetProperty(status, out _), status);
        }
        Assert.Contains(change.GetProperty("parameters").EnumerateArray(), item => item.GetProperty("name").GetString() == "If-Match");
        var problem = document
            .Json.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty("ProblemDetails")
            .GetProperty("properties");
        Assert.True(problem.TryGetProperty("reason", out _) && problem.TryGetProperty("traceId", out _));
    }

    [Fact]
    public async Task Health_SaysReasons()
    {
        var client = box.Host.CreateClient();
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Get, "/health/live", client: client)).Status);
        var ready = await box.SendAsync(HttpMethod.Get, "/health/ready", client: client);
        Assert.Equal(200, ready.Status);
        foreach (var check in new[] { "database", "silo", "media", "ffmpeg", "web" })
        {
            Assert.NotEmpty(ready.Json.GetProperty("checks").GetProperty(check).GetProperty("reason").GetString()!);
        }
    }

    [Fact]
    public async Task Metrics_AreThereForThisMachine()
    {
        var metrics = await box.SendAsync(HttpMethod.Get, "/metrics", client: box.Host.CreateClient());
        Assert.Equal(200, metrics.Status);
        Assert.Contains("# TYPE", metrics.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_ServesACertificateOfTheAuthorityThatCaGives()
    {
        using var ca = await box.Host.CreateClient().GetAsync("/ca/root.crt", TestContext.Current.CancellationToken);
        Assert.Equal("application/x-x509-ca-cert", ca.Content.Headers.ContentType?.MediaType);
        using var authority = X509CertificateLoader.LoadCertificate(
            await ca.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
        );
        Assert.False(authority.HasPrivateKey);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        using var client = new HttpClient(handler) { BaseAddress = box.Host.Https };
        Assert.True((await client.GetAsync("/version", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task MediaDoor_IsNotOpenOnTheFrontDoor() =>
        Assert.Equal(
            404,
            (await box.SendAsync(HttpMethod.Get, "/media/still/camera/01jd0000000000000000000000/main?width=640&grant=x")).Status
        );

    [Fact]
    public async Task StaticAssets_AreServedWithoutSession()
    {
        var client = box.Host.CreateClient();
        var page = await box.SendAsync(HttpMethod.Get, "/sign-in", client: client);
        var assets = System
            .Text.RegularExpressions.Regex.Matches(page.Body, "(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\"")
            .Select(match => match.Groups[1].Value)
            .ToList();
        Assert.True(assets.Count >= 6, string.Join(' ', assets));
        foreach (var asset in assets)
        {
            Assert.Equal(200, (await box.SendAsync(HttpMethod.Get, "/" + asset.TrimStart('/'), client: client)).Status);
        }
    }

    [Fact]
    public async Task UnknownPage_SaysSo()
    {
        var page = await box.SendAsync(HttpMethod.Get, "/no-such-page");
        Assert.Equal(404, page.Status);
        Assert.Contains("No such page", page.Body, StringComparison.Ordinal);
    }
}
