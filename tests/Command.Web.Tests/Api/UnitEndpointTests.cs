using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class UnitEndpointTests(OneBox box)
{
    [Fact]
    public async Task Unit_CreateReadChangeDelete()
    {
        var name = $"unit {Guid.NewGuid():n}";
        var made = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/units",
            new
            {
                name,
                code = "U-1",
                place = new { address = "Jiangsu Road 1" },
            }
        );
        Assert.Equal(201, made.Status);
        var path = $"/api/v1/units/{made.Text("id")}";
        Assert.Equal(path, made.Headers.Location?.OriginalString);
        var read = await box.SendAsync(HttpMethod.Get, path);
        Assert.Equal((name, "U-1"), (read.Text("name"), read.Text("code")));
        Assert.Equal(made.Headers.ETag, read.Headers.ETag);
        var changed = await box.SendAsync(
            HttpMethod.Put,
            path,
            new { name = name + " B" },
            request => request.Headers.IfMatch.Add(read.Headers.ETag!)
        );
        Assert.Equal((200, name + " B"), (changed.Status, changed.Text("name")));
        var stale = await box.SendAsync(HttpMethod.Put, path, new { name }, request => request.Headers.IfMatch.Add(read.Headers.ETag!));
        Assert.Equal(412, stale.Status);
        var late = await box.SendAsync(HttpMethod.Delete, path, change: request => request.Headers.IfMatch.Add(read.Headers.ETag!));
        late.IsProblem(412, "version-conflict");
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Unit_BadFields_AreNamed()
    {
        var unnamed = await box.SendAsync(HttpMethod.Post, "/api/v1/units", new { name = " " });
        unnamed.IsProblem(400, "name-required");
        Assert.Equal("name", unnamed.Text("field"));
        var wrongType = await box.SendAsync(HttpMethod.Post, "/api/v1/units", """{"name":"x","order":"first"}""");
        wrongType.IsProblem(400, "bad-value");
        Assert.Equal("order", wrongType.Text("field"));
        (await box.SendAsync(HttpMethod.Post, "/api/v1/units", "[1")).IsProblem(400, "bad-json");
        (
            await box.SendAsync(
                HttpMethod.Put,
                "/api/v1/units/x",
                new { name = "x" },
                request => request.Headers.TryAddWithoutValidation("If-Match", "seven")
            )
        ).IsProblem(400, "bad-if-match");
    }

    [Fact]
    public async Task Unit_NotEmpty_CannotBeDeleted_AndCycleIsRefused()
    {
        var parent = await box.MakeUnitAsync();
        var child = await box.MakeUnitAsync(parent);
        Assert.Equal(409, (await box.SendAsync(HttpMethod.Delete, $"/api/v1/units/{parent}")).Status);
        Assert.Equal(409, (await box.SendAsync(HttpMethod.Put, $"/api/v1/units/{parent}", new { name = "loop", parentId = child })).Status);
    }

    [Fact]
    public async Task Tree_CountsDevices()
    {
        var unit = await box.MakeUnitAsync();
        await box.MakeCameraAsync(unit);
        var tree = await box.SendAsync(HttpMethod.Get, "/api/v1/tree");
        Assert.Contains(tree.Json.GetProperty("units").EnumerateArray(), item => item.GetProperty("id").GetString() == unit);
        var count = tree.Json.GetProperty("counts").EnumerateArray().Single(item => item.GetProperty("unitId").GetString() == unit);
        Assert.Equal(1, count.GetProperty("devices").GetInt32());
    }

    [Fact]
    public async Task Methods_MediaTypes_AndSizes_AreRefusedInWords()
    {
        (await box.SendAsync(HttpMethod.Patch, "/api/v1/units")).IsProblem(405, "method-not-allowed");
        (await box.SendAsync(HttpMethod.Post, "/api/v1/units", new StringContent("name=x"))).IsProblem(415, "json-required");
        (await box.SendAsync(HttpMethod.Get, "/api/v1/units", change: request => request.Headers.Accept.ParseAdd("text/csv"))).IsProblem(
            406,
            "not-acceptable"
        );
        (await box.SendAsync(HttpMethod.Post, "/api/v1/units", $"{{\"name\":\"{new string('x', 70_000)}\"}}")).IsProblem(
            413,
            "body-too-large"
        );
        (await box.SendAsync(HttpMethod.Get, "/api/v1/nothing-here")).IsProblem(404, "no-such-address");
        (await box.SendAsync(HttpMethod.Get, "/api/v1/units", client: box.Host.CreateClient())).IsProblem(401, "sign-in-required");
    }

    [Fact]
    public async Task Body_WithoutLength_IsBoundedToo()
    {
        using var stream = new MemoryStream(new byte[200_000]);
        var body = new StreamContent(stream);
        body.Headers.ContentType = new("application/json");
        var answer = await box.SendAsync(HttpMethod.Post, "/api/v1/units", body, request => request.Headers.TransferEncodingChunked = true);
        answer.IsProblem(413, "body-too-large");
    }
}
