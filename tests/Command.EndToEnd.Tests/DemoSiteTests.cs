using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Command.TestKit;
using Command.Tools.Simulator.Clips;

namespace Command.EndToEnd.Tests;

/// <summary>The demo site as tools/run sets it up, on a server without anything else.</summary>
public sealed class DemoSiteTests : IDisposable
{
    private const string DemoPassword = "demo battery horse 7";
    private readonly string _folder = Directory.CreateTempSubdirectory("command-demo-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Demo_DoneTwice_IsOneSiteWithPeopleInTheirRoles()
    {
        await using var host = await OneBoxHost.StartAsync(cancellationToken: Cancellation);
        var recorders = Path.Combine(_folder, "recorders.jsonl");
        Assert.Equal(0, await RunAsync(host, "--count", "3", "--recorders", recorders));
        var first = await File.ReadAllTextAsync(recorders, Cancellation);
        Assert.Equal(0, await RunAsync(host, "--count", "3", "--recorders", recorders));
        Assert.Equal(0, await RunAsync(host, "--shift-only"));

        Assert.Equal(first, await File.ReadAllTextAsync(recorders, Cancellation));
        using var system = await Staff.SignInAsync(host.Http, "system", OneBoxHost.AdminPassword, Cancellation);
        var people = (await GetAsync(system, "/api/v1/accounts"))["accounts"]!.AsArray();
        Assert.Equal(
            ["duty", "engineer", "field"],
            people.Select(one => (string)one!["userName"]!).Where(name => name is "duty" or "engineer" or "field")
        );
        var group = Assert.Single((await GetAsync(system, "/api/v1/groups")).AsArray());
        Assert.Equal(2, group!["deviceIds"]!.AsArray().Count);
        var duty = (string)people.Single(one => (string)one!["userName"]! == "duty")!["id"]!;
        var shift = Assert.Single((await GetAsync(system, $"/api/v1/shifts?accountId={duty}"))["shifts"]!.AsArray());
        Assert.True(shift!["until"]!.GetValue<DateTimeOffset>() > TimeProvider.System.GetUtcNow().AddDays(30));

        var cameras = (await GetAsync(system, "/api/v1/cameras"))["devices"]!.AsArray().Select(one => (string)one!["id"]!).ToList();
        var recorder = (string)JsonNode.Parse(first.Split('\n')[0])!["id"]!;
        Assert.Equal(3, cameras.Count);
        using (var client = await Staff.SignInAsync(host.Http, "duty", DemoPassword, Cancellation))
        {
            var wall = await GetAsync(client, "/api/v1/walls/mine");
            Assert.Equal(
                [.. cameras.Append(recorder).Order()],
                wall["tiles"]!.AsArray().Select(tile => (string)tile!["deviceId"]!).Order()
            );
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, $"/api/v1/cameras/{cameras[0]}"));
        }
        using (var client = await Staff.SignInAsync(host.Http, "field", DemoPassword, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, $"/api/v1/recorders/{recorder}"));
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync(client, $"/api/v1/cameras/{cameras[0]}"));
        }
        using (var client = await Staff.SignInAsync(host.Http, "engineer", DemoPassword, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, $"/api/v1/cameras/{cameras[0]}"));
            var unit = new JsonObject { ["name"] = "x", ["order"] = 0 };
            using var refused = await client.PostAsJsonAsync(new Uri("/api/v1/units", UriKind.Relative), unit, Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Demo_WithoutPasswords_SaysWhichIsMissing()
    {
        var start = Start(new Uri("http://127.0.0.1:9"));
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The simulator did not start.");
        var said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(64, process.ExitCode);
        Assert.Contains("COMMAND_SYSTEM_PASSWORD is not set", said, StringComparison.Ordinal);
    }

    private static async Task<int> RunAsync(OneBoxHost host, params string[] arguments)
    {
        var start = Start(host.Http, arguments);
        start.Environment["COMMAND_SYSTEM_PASSWORD"] = OneBoxHost.AdminPassword;
        start.Environment["COMMAND_SECURITY_PASSWORD"] = OneBoxHost.AdminPassword;
        start.Environment["COMMAND_DEMO_PASSWORD"] = DemoPassword;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The simulator did not start.");
        var said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal("", said);
        return process.ExitCode;
    }

    private static ProcessStartInfo Start(Uri server, params string[] arguments)
    {
        string[] verb = ["exec", typeof(TimeStrip).Assembly.Location, "demo", "--server", server.ToString(), .. arguments];
        var start = new ProcessStartInfo("dotnet", verb) { RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COMMAND_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }
        return start;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        await client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), Cancellation)
        ?? throw new InvalidOperationException($"GET {path} was answered with null.");

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }
}
