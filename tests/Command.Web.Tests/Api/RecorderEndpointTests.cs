using System.Globalization;
using System.Text.Json;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class RecorderEndpointTests(OneBox box)
{
    private static readonly string[] Ways = ["", "/history", "/orders", "/sessions", "/track", "/still"];

    [Fact]
    public async Task Recorder_CreateReadChangeDelete_TellsItsKeyOnce()
    {
        var unit = await box.MakeUnitAsync();
        var made = await MakeAsync(unit, "R-7");
        var recorder = made.Json.GetProperty("recorder");
        var id = recorder.GetProperty("id").GetString();
        var key = made.Json.GetProperty("key");
        Assert.Equal(43, key.GetProperty("key").GetString()?.Length);
        Assert.Equal($"rec.{id}.{key.GetProperty("key").GetString()}", key.GetProperty("bearer").GetString());
        Assert.True(made.Headers.CacheControl?.NoStore);
        var path = $"/api/v1/recorders/{id}";
        Assert.Equal(path, made.Headers.Location?.OriginalString);
        var read = await box.SendAsync(HttpMethod.Get, path);
        Assert.Equal(made.Headers.ETag, read.Headers.ETag);
        Assert.Equal(("unknown", "R-7"), (read.Text("state"), read.Text("code")));
        Assert.DoesNotContain(key.GetProperty("key").GetString()!, read.Body, StringComparison.Ordinal);
        var changed = await box.SendAsync(
            HttpMethod.Put,
            path,
            new
            {
                name = "Recorder 8",
                unitId = unit,
                enabled = false,
            },
            request => request.Headers.IfMatch.Add(made.Headers.ETag!)
        );
        Assert.True(changed.Status == 200, changed.Body);
        Assert.Equal(("Recorder 8", "disabled"), (changed.Text("name"), changed.Text("state")));
        Assert.Equal(read.Text("serial"), changed.Text("serial"));
        var stale = await box.SendAsync(
            HttpMethod.Put,
            path,
            new { name = "x", unitId = unit },
            request => request.Headers.IfMatch.Add(made.Headers.ETag!)
        );
        stale.IsProblem(412, "version-conflict");
        var history = await box.SendAsync(HttpMethod.Get, $"{path}/history?take=10");
        Assert.Contains(
            history.Json.GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("cause").GetProperty("code").GetString() == "disabled-by-person"
        );
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Create_SerialThatIsTaken_IsAConflict()
    {
        var unit = await box.MakeUnitAsync();
        var serial = Serial();
        await MakeAsync(unit, serial: serial);
        var again = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/recorders",
            new
            {
                name = "second",
                unitId = unit,
                serial,
            }
        );
        Assert.True(again.Status == 409, again.Body);
        Assert.Equal("serial", again.Text("field"));
    }

    [Theory]
    [InlineData("""{"name":"","unitId":"UNIT"}""", "name")]
    [InlineData("""{"name":"x","unitId":"UNIT","serial":"a b"}""", "serial")]
    [InlineData("""{"name":"x","unitId":"UNIT","place":{"latitudeDegrees":91,"longitudeDegrees":0}}""", "place.latitudeDegrees")]
    [InlineData("""{"name":"x"}""", "unitId")]
    [InlineData("""{"name":"x","unitId":"UNIT","enabled":"yes"}""", "enabled")]
    public async Task Create_BadField_IsNamed(string draft, string field)
    {
        var unit = await box.MakeUnitAsync();
        var answer = await box.SendAsync(HttpMethod.Post, "/api/v1/recorders", draft.Replace("UNIT", unit, StringComparison.Ordinal));
        Assert.True(answer.Status == 400, answer.Body);
        Assert.Equal(field, answer.Text("field"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01jd0000000000000000000000")]
    public async Task UnknownRecorder_Is404Everywhere(string id)
    {
        var path = $"/api/v1/recorders/{id}";
        foreach (var way in Ways)
        {
            var answer = await box.SendAsync(HttpMethod.Get, path + way);
            Assert.True(answer.Status == 404, $"{way}: {answer.Body}");
        }
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Put, path, new { name = "x", unitId = "x" })).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Post, $"{path}/key")).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Put, $"{path}/officer", new { number = "1", name = "x" })).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Delete, $"{path}/officer")).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Post, $"{path}/orders", new { name = "photo" })).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Post, $"{path}/positions", Positions(1))).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Post, $"{path}/sos", Sos())).Status);
    }

    [Fact]
    public async Task List_ShowsRecordersAlone_AndTheCamerasListDoesNot()
    {
        var unit = await box.MakeUnitAsync();
        var camera = (await box.MakeCameraAsync(unit)).Text("id");
        var recorder = IdOf(await MakeAsync(unit));
        var recorders = await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders?unitId={unit}");
        var only = Assert.Single(recorders.Json.GetProperty("devices").EnumerateArray());
        Assert.Equal(("recorder", recorder), (only.GetProperty("kind").GetString(), only.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Object, only.GetProperty("recorder").ValueKind);
        var cameras = await box.SendAsync(HttpMethod.Get, $"/api/v1/cameras?unitId={unit}");
        Assert.Equal(camera, Assert.Single(cameras.Json.GetProperty("devices").EnumerateArray()).GetProperty("id").GetString());
        (await box.SendAsync(HttpMethod.Get, "/api/v1/recorders?take=0")).IsProblem(400, "number-out-of-range");
    }

    [Fact]
    public async Task Key_Reset_EndsTheOldOne()
    {
        var made = await MakeAsync(await box.MakeUnitAsync());
        var id = IdOf(made);
        var fresh = await box.SendAsync(HttpMethod.Post, $"/api/v1/recorders/{id}/key");
        Assert.True(fresh.Status == 200, fresh.Body);
        Assert.True(fresh.Headers.CacheControl?.NoStore);
        Assert.NotEqual(made.Json.GetProperty("key").GetProperty("key").GetString(), fresh.Text("key"));
        Assert.Equal(401, (await AsDeviceAsync(made.Json.GetProperty("key").GetProperty("bearer").GetString()!, id)).Status);
        Assert.Equal(204, (await AsDeviceAsync(fresh.Text("bearer"), id)).Status);
    }

    [Fact]
    public async Task Officer_AssignedAndRelieved_IsInTheStatus()
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        var path = $"/api/v1/recorders/{id}/officer";
        var worn = await box.SendAsync(HttpMethod.Put, path, new { number = "012345", name = "Li Lei" });
        Assert.True(worn.Status == 200, worn.Body);
        Assert.Equal("Li Lei", worn.Json.GetProperty("officer").GetProperty("name").GetString());
        Assert.NotNull(worn.Headers.ETag);
        var bad = await box.SendAsync(HttpMethod.Put, path, new { name = "nobody" });
        Assert.Equal((400, "number"), (bad.Status, bad.Text("field")));
        var ended = await box.SendAsync(HttpMethod.Delete, path);
        Assert.Equal(JsonValueKind.Null, ended.Json.GetProperty("officer").ValueKind);
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Delete, path)).Status);
    }

    [Fact]
    public async Task Orders_AreKeptWhileTheDeviceIsAway_WithTheirArgumentsAsAnObject()
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        var path = $"/api/v1/recorders/{id}/orders";
        var given = await box.SendAsync(
            HttpMethod.Post,
            path,
            new
            {
                name = "message.show",
                arguments = new { text = "back" },
                validSeconds = 600,
            }
        );
        Assert.True(given.Status == 201, given.Body);
        Assert.Equal(path, given.Headers.Location?.OriginalString);
        Assert.Equal("pending", given.Text("state"));
        var listed = Assert.Single((await box.SendAsync(HttpMethod.Get, path)).Json.GetProperty("orders").EnumerateArray());
        Assert.Equal(given.Text("id"), listed.GetProperty("id").GetString());
        Assert.Equal("back", listed.GetProperty("arguments").GetProperty("text").GetString());
        var lasts = listed.GetProperty("expiresAt").GetDateTimeOffset() - listed.GetProperty("issuedAt").GetDateTimeOffset();
        Assert.Equal(600, lasts.TotalSeconds);
    }

    [Theory]
    [InlineData("""{"name":"wipe"}""", "name")]
    [InlineData("""{"name":"photo","arguments":"now"}""", "arguments")]
    [InlineData("""{"name":"photo","arguments":[1]}""", "arguments")]
    [InlineData("""{"name":"light"}""", "arguments")]
    [InlineData("""{"name":"photo","validSeconds":1}""", "validSeconds")]
    public async Task Order_Bad_NamesTheField(string order, string field)
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        var answer = await box.SendAsync(HttpMethod.Post, $"/api/v1/recorders/{id}/orders", order);
        Assert.True(answer.Status == 400, answer.Body);
        Assert.Equal(field, answer.Text("field"));
        Assert.Empty((await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders/{id}/orders")).Json.GetProperty("orders").EnumerateArray());
    }

    [Fact]
    public async Task Positions_AreStoredOnce_AndMakeTheTrack()
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        await box.HoldAsync(id);
        var path = $"/api/v1/recorders/{id}";
        var report = Positions(3);
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"{path}/positions", report)).Status);
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"{path}/positions", report)).Status);
        var status = await box.SendAsync(HttpMethod.Get, path);
        Assert.Equal("online", status.Text("state"));
        Assert.Equal(31.862, status.Json.GetProperty("position").GetProperty("latitudeDegrees").GetDouble(), 6);
        Assert.Equal("page", status.Json.GetProperty("position").GetProperty("source").GetString());
        var track = await EventuallyAsync(
            () => box.SendAsync(HttpMethod.Get, $"{path}/track"),
            answer => answer.Json.GetProperty("total").GetInt32() >= 3
        );
        Assert.Equal(3, track.Json.GetProperty("total").GetInt32());
        var latitudes = track.Json.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty("latitudeDegrees").GetDouble());
        Assert.Equal([31.860, 31.861, 31.862], latitudes.Select(latitude => Math.Round(latitude, 6)));
        var before = await box.SendAsync(HttpMethod.Get, $"{path}/track?from=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z&take=10");
        Assert.Equal(0, before.Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("from=yesterday", "from", "time-malformed")]
    [InlineData("until=25:00", "until", "time-malformed")]
    [InlineData("take=5001", "take", "number-out-of-range")]
    public async Task Track_BadQuery_NamesIt(string query, string field, string reason)
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        var answer = await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders/{id}/track?{query}");
        answer.IsProblem(400, reason);
        Assert.Equal(field, answer.Text("field"));
    }

    [Theory]
    [InlineData("""{"boot":"b1","items":[]}""")]
    [InlineData("""{"boot":"b1"}""")]
    [InlineData("""{"boot":"b1","items":[null]}""")]
    [InlineData(
        """{"boot":"b1","items":[{"sequence":1,"position":{"at":"2026-11-25T01:00:00Z","latitudeDegrees":91,"longitudeDegrees":0}}]}"""
    )]
    [InlineData("""{"boot":"b1","items":[{"sequence":1,"position":{"at":"2026-11-25T01:00:00Z","longitudeDegrees":0}}]}""")]
    [InlineData("""{"items":[{"sequence":1,"position":{"at":"2026-11-25T01:00:00Z","latitudeDegrees":1,"longitudeDegrees":1}}]}""")]
    [InlineData("""{"boot":"b1","items":[{"sequence":"one"}]}""")]
    [InlineData("""[]""")]
    public async Task Positions_Bad_AreRefused(string report)
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        await box.HoldAsync(id);
        var answer = await box.SendAsync(HttpMethod.Post, $"/api/v1/recorders/{id}/positions", report);
        Assert.True(answer.Status == 400, $"{answer.Status}: {answer.Body}");
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Fact]
    public async Task Sos_ToldTwice_IsOneOpenSos_UntilCancelled()
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        await box.HoldAsync(id);
        var path = $"/api/v1/recorders/{id}";
        var sos = Sos();
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"{path}/sos", sos)).Status);
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"{path}/sos", sos)).Status);
        Assert.True((await box.SendAsync(HttpMethod.Get, path)).Json.GetProperty("sos").GetBoolean());
        sos["cancelled"] = true;
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"{path}/sos", sos)).Status);
        await EventuallyAsync(() => box.SendAsync(HttpMethod.Get, path), answer => !answer.Json.GetProperty("sos").GetBoolean());
        sos["id"] = "none";
        Assert.Equal(400, (await box.SendAsync(HttpMethod.Post, $"{path}/sos", sos)).Status);
    }

    [Fact]
    public async Task Device_MayReportForItself_AndNothingElse()
    {
        var unit = await box.MakeUnitAsync();
        var mine = await MakeAsync(unit);
        var other = IdOf(await MakeAsync(unit));
        var id = IdOf(mine);
        var bearer = mine.Json.GetProperty("key").GetProperty("bearer").GetString()!;
        Assert.Equal(204, (await AsDeviceAsync(bearer, id)).Status);
        Assert.Equal(204, (await AsDeviceAsync(bearer, id, HttpMethod.Post, "sos", Sos())).Status);
        Assert.Equal(404, (await AsDeviceAsync(bearer, other)).Status);
        Assert.Equal(403, (await AsDeviceAsync(bearer, id, HttpMethod.Get, "orders")).Status);
        Assert.Equal(403, (await AsDeviceAsync(bearer, id, HttpMethod.Post, "key")).Status);
        Assert.Equal(401, (await AsDeviceAsync(bearer[..^1] + (bearer[^1] == 'A' ? 'B' : 'A'), id)).Status);
    }

    [Fact]
    public async Task Still_OfARecorderThatDoesNotStream_SaysSo()
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        var still = await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders/{id}/still");
        Assert.True(still.Status == 503, still.Body);
        Assert.Equal("application/problem+json", still.MediaType);
        (await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders/{id}/still?width=5")).IsProblem(400, "number-out-of-range");
    }

    [Fact]
    public async Task Sessions_OfANewRecorder_AreNone()
    {
        var id = IdOf(await MakeAsync(await box.MakeUnitAsync()));
        var sessions = await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders/{id}/sessions?take=5");
        Assert.Empty(sessions.Json.GetProperty("sessions").EnumerateArray());
        (await box.SendAsync(HttpMethod.Get, $"/api/v1/recorders/{id}/sessions?take=201")).IsProblem(400, "number-out-of-range");
    }

    private async Task<OneBox.Answer> MakeAsync(string unitId, string? code = null, string? serial = null)
    {
        var made = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/recorders",
            new
            {
                name = $"recorder {Guid.NewGuid():n}",
                code,
                serial,
                unitId,
            }
        );
        Assert.True(made.Status == 201, made.Body);
        return made;
    }

    /// <summary>As the device itself would, by its own key: positions unless told otherwise.</summary>
    private async Task<OneBox.Answer> AsDeviceAsync(
        string bearer,
        string id,
        HttpMethod? method = null,
        string way = "positions",
        object? body = null
    )
    {
        using var client = new HttpClient { BaseAddress = box.Host.Http };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        return await box.SendAsync(
            method ?? HttpMethod.Post,
            $"/api/v1/recorders/{id}/{way}",
            body ?? (method is null ? Positions(1) : null),
            client: client
        );
    }

    private static string IdOf(OneBox.Answer made) => made.Json.GetProperty("recorder").GetProperty("id").GetString()!; // asserted by its use

    private static string Serial() => Guid.NewGuid().ToString("n")[..20];

    private static object Positions(int count) =>
        new
        {
            boot = Guid.NewGuid().ToString("n"),
            items = Enumerable
                .Range(0, count)
                .Select(i => new
                {
                    sequence = i + 1,
                    position = new
                    {
                        at = TimeProvider.System.GetUtcNow().AddSeconds((i - count) * 10).ToString("O", CultureInfo.InvariantCulture),
                        latitudeDegrees = 31.86 + (i * 0.001),
                        longitudeDegrees = 117.28,
                        accuracyMetres = 8.0,
                    },
                })
                .ToList(),
            batteryPercent = 77,
        };

    private static Dictionary<string, object> Sos() =>
        new()
        {
            ["id"] = Contracts.Common.Ulid.New(TimeProvider.System),
            ["pressedAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };

    private static async Task<OneBox.Answer> EventuallyAsync(Func<Task<OneBox.Answer>> ask, Func<OneBox.Answer, bool> good)
    {
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(20);
        while (true)
        {
            var answer = await ask();
            if (good(answer) || TimeProvider.System.GetUtcNow() > deadline)
            {
                Assert.True(good(answer), answer.Body);
                return answer;
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
