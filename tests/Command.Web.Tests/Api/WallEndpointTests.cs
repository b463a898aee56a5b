using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class WallEndpointTests(OneBox box)
{
    private const string Mine = "/api/v1/walls/mine";

    [Fact]
    public async Task Wall_IsKept_AndGuardedByIfMatch()
    {
        var device = (await box.MakeCameraAsync(await box.MakeUnitAsync())).Text("id");
        var saved = await box.SendAsync(HttpMethod.Put, Mine, new { cells = 9, tiles = new[] { new { slot = 3, deviceId = device } } });
        Assert.Equal(200, saved.Status);
        var read = await box.SendAsync(HttpMethod.Get, Mine);
        Assert.Equal(9, read.Json.GetProperty("cells").GetInt32());
        var tile = Assert.Single(read.Json.GetProperty("tiles").EnumerateArray());
        Assert.Equal((3, device), (tile.GetProperty("slot").GetInt32(), tile.GetProperty("deviceId").GetString()));
        Assert.Equal(saved.Headers.ETag, read.Headers.ETag);
        await box.SendAsync(HttpMethod.Put, Mine, new { cells = 4, tiles = Array.Empty<object>() });
        var stale = await box.SendAsync(
            HttpMethod.Put,
            Mine,
            new { cells = 1 },
            request => request.Headers.IfMatch.Add(read.Headers.ETag!)
        );
        Assert.Equal(412, stale.Status);
    }

    [Theory]
    [InlineData("""{"cells":5,"tiles":[]}""")]
    [InlineData("""{"cells":4,"tiles":[{"slot":99,"deviceId":"01jd0000000000000000000000"}]}""")]
    [InlineData("""{"cells":4,"tiles":[{"deviceId":"01jd0000000000000000000000"}]}""")]
    [InlineData("""{"cells":4,"tiles":[{"slot":0}]}""")]
    [InlineData("""{"cells":4,"tiles":[null]}""")]
    public async Task Wall_BadLayout_IsRefused(string layout) =>
        Assert.Equal(400, (await box.SendAsync(HttpMethod.Put, Mine, layout)).Status);

    [Fact]
    public async Task Wall_WrongType_NamesTheField()
    {
        var answer = await box.SendAsync(HttpMethod.Put, Mine, """{"cells":4,"tiles":[{"slot":"zero"}]}""");
        answer.IsProblem(400, "bad-value");
        Assert.Equal("tiles[0].slot", answer.Text("field"));
    }
}
