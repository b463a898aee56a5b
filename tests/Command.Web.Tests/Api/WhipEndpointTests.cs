using System.Net.Http.Headers;
using System.Text;
using Command.Contracts.Common;
using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class WhipEndpointTests(OneBox box)
{
    private const string Fragment = "application/trickle-ice-sdpfrag";
    private const string Grants = "/api/v1/streams/grants";

    [Fact]
    public async Task Post_WithoutSession_Is401() =>
        (await PostAsync(PathOf(Ulid.New(TimeProvider.System)), box.Host.CreateClient())).IsProblem(401, "sign-in-required");

    [Fact]
    public async Task Post_UnknownRecorder_Is404() =>
        (await PostAsync(PathOf(Ulid.New(TimeProvider.System)), box.Client)).IsProblem(404, "stream-not-found");

    [Fact]
    public async Task Post_BadOffers_SayWhatIsWrong()
    {
        var (id, _) = await RecorderAsync();
        var path = PathOf(id);
        (await PostAsync(path, box.Client, "v=0")).IsProblem(400, "bad-offer");
        var codec = await PostAsync(path, box.Client, TestOffers.Publish.Replace("H264", "H265", StringComparison.Ordinal));
        codec.IsProblem(406, "no-codec-to-publish");
        Assert.Contains("H265", codec.Text("detail"), StringComparison.Ordinal);
        (await box.SendAsync(HttpMethod.Post, path, new { sdp = "v=0" })).IsProblem(415, "media-type-not-supported");
    }

    [Fact]
    public async Task Device_PublishesItsOwnStream_TricklesAndEnds()
    {
        var (id, device) = await RecorderAsync();

        var opened = await PostAsync(PathOf(id), device);

        Assert.Equal((201, "application/sdp"), (opened.Status, opened.MediaType));
        Assert.Contains("a=recvonly", opened.Body, StringComparison.Ordinal);
        var session = opened.Headers.Location!.ToString();
        Assert.StartsWith("/sessions/p", session, StringComparison.Ordinal);
        var eTag = opened.Headers.ETag!.ToString();
        var trickled = await box.SendAsync(
            HttpMethod.Patch,
            session,
            new StringContent(
                "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=end-of-candidates\r\n",
                Encoding.UTF8,
                new MediaTypeHeaderValue(Fragment)
            ),
            request => request.Headers.TryAddWithoutValidation("If-Match", eTag),
            device
        );
        Assert.InRange(trickled.Status, 200, 204);
        (await box.SendAsync(HttpMethod.Delete, session)).IsProblem(404, "session-not-found");
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Delete, session, client: device)).Status);
        (await box.SendAsync(HttpMethod.Delete, session, client: device)).IsProblem(404, "session-not-found");
    }

    [Theory]
    [InlineData("screen-locked", "screen-locked")]
    [InlineData("right-ended", "publisher-closed")] // what only the server may say
    public async Task Delete_WithAReason_KeepsTheOneThatAPublisherMayGive(string given, string kept)
    {
        var (id, device) = await RecorderAsync();
        var session = (await PostAsync(PathOf(id), device)).Headers.Location!.ToString();

        Assert.Equal(200, (await box.SendAsync(HttpMethod.Delete, $"{session}?reason={given}", client: device)).Status);

        var events = await box.SendAsync(HttpMethod.Get, $"/api/v1/audit?take=50&objectKind=recorder&objectId={id}");
        Assert.Contains($"{kept} after", events.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_SomebodyElsePublishes_Is409AndTheSamePublisherTakesOver()
    {
        var (id, device) = await RecorderAsync();
        var first = await PostAsync(PathOf(id), device);
        Assert.Equal(201, first.Status);

        (await PostAsync(PathOf(id), box.Client)).IsProblem(409, "already-published");
        var second = await PostAsync(PathOf(id), device);
        Assert.Equal(201, second.Status);
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task Device_OnAnotherRecorder_HearsWhatAnUnknownOneWouldSay()
    {
        var (_, device) = await RecorderAsync();
        var (other, _) = await RecorderAsync();

        var foreign = await PostAsync(PathOf(other), device);
        var unknown = await PostAsync(PathOf(Ulid.New(TimeProvider.System)), device);

        foreign.IsProblem(404, "stream-not-found");
        unknown.IsProblem(404, "stream-not-found");
        Assert.Equal(unknown.Text("detail"), foreign.Text("detail"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/recorders")]
    [InlineData("GET", "/api/v1/recorders/{id}")]
    [InlineData("DELETE", "/api/v1/recorders/{id}")]
    [InlineData("GET", "/api/v1/cameras")]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("GET", "/api/v1/streams/grants")]
    [InlineData("POST", "/api/v1/recorders/{id}/orders")]
    [InlineData("POST", "/api/v1/recorders/{id}/positions/more")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/wall")]
    [InlineData("POST", "/whep/recorder/{id}/live")]
    public async Task Device_AnywhereElse_Is403(string method, string path)
    {
        var (id, device) = await RecorderAsync();

        var answer = await box.SendAsync(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), client: device);

        answer.IsProblem(403, "device-may-not");
    }

    [Fact]
    public async Task Device_ReportsAndMakesGrantsForItself()
    {
        var (id, device) = await RecorderAsync();
        var (other, _) = await RecorderAsync();

        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"/api/v1/recorders/{id}/positions", Positions, client: device)).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Post, $"/api/v1/recorders/{other}/positions", Positions, client: device)).Status);
        var grant = await box.SendAsync(
            HttpMethod.Post,
            Grants,
            new { stream = $"recorder/{id}/live", action = "publish" },
            client: device
        );
        Assert.Equal(201, grant.Status);
        var holder = box.Host.CreateClient();
        holder.DefaultRequestHeaders.Authorization = new("Bearer", grant.Text("token"));
        var opened = await PostAsync(PathOf(id), holder);
        Assert.Equal(201, opened.Status);

        // The session is the device's: it can end it, whoever carried the grant.
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Delete, opened.Headers.Location!.ToString(), client: device)).Status);
    }

    [Theory]
    [InlineData("rec.")]
    [InlineData("rec.nonsense.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("rec.01jd0000000000000000000000.short")]
    [InlineData("rec.01jd0000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Device_WrongKey_Is401(string token) =>
        (await PostAsync(PathOf("01jd0000000000000000000000"), Bearer(token))).IsProblem(401, "device-key-invalid");

    [Fact]
    public async Task Device_KeyIsReset_TheOldOneIsWorthlessAlthoughItWasGoodJustNow()
    {
        var (id, device) = await RecorderAsync();
        Assert.Equal(201, (await PostAsync(PathOf(id), device)).Status);

        Assert.Equal(200, (await box.SendAsync(HttpMethod.Post, $"/api/v1/recorders/{id}/key")).Status);

        (await PostAsync(PathOf(id), device)).IsProblem(401, "device-key-invalid");
    }

    [Fact]
    public async Task WrongKeys_BeyondTheLimit_AreRefusedUnheard()
    {
        await using var host = await OneBoxHost.StartAsync(
            new Dictionary<string, string?> { ["Command:Security:BearerFailuresPerMinute"] = "3" },
            TestContext.Current.CancellationToken
        );
        for (var i = 0; i < 3; i++)
        {
            (await TryAsync(host, i)).IsProblem(401, "device-key-invalid");
        }

        (await TryAsync(host, 3)).IsProblem(429, "too-many-requests");
    }

    private static object Positions =>
        new
        {
            boot = "page-1",
            items = new[]
            {
                new
                {
                    sequence = 1,
                    position = new
                    {
                        at = TimeProvider.System.GetUtcNow(),
                        latitudeDegrees = 39.9,
                        longitudeDegrees = 116.4,
                    },
                },
            },
        };

    private static string PathOf(string recorder) => $"/whip/recorder/{recorder}/live";

    private Task<OneBox.Answer> TryAsync(OneBoxHost host, int number)
    {
        var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            $"rec.01jd0000000000000000000000.{new string((char)('A' + number), 42)}A"
        );
        return PostAsync(PathOf("01jd0000000000000000000000"), client);
    }

    private Task<OneBox.Answer> PostAsync(string path, HttpClient client, string? offer = null) =>
        box.SendAsync(
            HttpMethod.Post,
            path,
            new StringContent(
                (offer ?? TestOffers.Publish).ReplaceLineEndings("\r\n"),
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/sdp")
            ),
            client: client
        );

    private async Task<(string Id, HttpClient Device)> RecorderAsync()
    {
        var unitId = await box.MakeUnitAsync();
        var made = await box.SendAsync(HttpMethod.Post, "/api/v1/recorders", new { name = $"recorder {Guid.NewGuid():n}", unitId });
        Assert.Equal(201, made.Status);
        var id = made.Json.GetProperty("recorder").GetProperty("id").GetString();
        var token = made.Json.GetProperty("key").GetProperty("bearer").GetString();
        await box.HoldAsync(id!);
        return (id!, Bearer(token!)); // both are in every answer of 201
    }

    private HttpClient Bearer(string token)
    {
        var client = box.Host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
