using System.Text.Json;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class EventStreamTests(OneBox box)
{
    [Fact]
    public async Task Events_BeginWithHello_ThenTellWhatChanged()
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        using var answer = await box.Client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, late.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(late.Token));
        var hello = await NextAsync(reader, "hello", late.Token);
        Assert.NotEmpty(hello.GetProperty("version").GetString()!);
        Assert.NotEmpty(hello.GetProperty("node").GetString()!);
        Assert.Equal(JsonValueKind.String, hello.GetProperty("serverTime").ValueKind);

        var unit = await box.MakeUnitAsync();
        await NextAsync(reader, "units-changed", late.Token);
        var camera = (await box.MakeCameraAsync(unit)).Text("id");
        // Devices of tests before this one may still change.
        while ((await NextAsync(reader, "device-changed", late.Token)).GetProperty("device").GetProperty("id").GetString() != camera) { }
        await box.SendAsync(HttpMethod.Put, "/api/v1/walls/mine", new { cells = 4, tiles = new[] { new { slot = 0, deviceId = camera } } });
        var wall = await NextAsync(reader, "wall-changed", late.Token);
        Assert.Equal(4, wall.GetProperty("layout").GetProperty("cells").GetInt32());
        await box.SendAsync(HttpMethod.Delete, $"/api/v1/cameras/{camera}");
        while ((await NextAsync(reader, "device-removed", late.Token)).GetProperty("deviceId").GetString() != camera) { }
    }

    [Fact]
    public async Task Events_EndWithTheSession()
    {
        var client = await box.Host.SignInAsync(TestContext.Current.CancellationToken);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        using var answer = await client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, late.Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(late.Token));
        await NextAsync(reader, "hello", late.Token);
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, "/api/v1/identity/logout", client: client)).Status);
        while (await reader.ReadLineAsync(late.Token) is not null) { }
    }

    [Fact]
    public async Task Events_WithoutSession_AreRefused() =>
        (await box.SendAsync(HttpMethod.Get, "/api/v1/events", client: box.Host.CreateClient())).IsProblem(401, "sign-in-required");

    private static async Task<JsonElement> NextAsync(StreamReader reader, string name, CancellationToken cancellationToken)
    {
        var current = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                current = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && current == name)
            {
                return JsonDocument.Parse(line[6..]).RootElement;
            }
        }
        throw new InvalidOperationException($"The stream ended before {name}.");
    }
}
