using System.Net.Http.Headers;
using System.Text;
using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class StreamGrantEndpointTests(OneBox box)
{
    private const string Grants = "/api/v1/streams/grants";

    [Fact]
    public async Task Post_WithoutSession_Is401() =>
        (
            await box.SendAsync(
                HttpMethod.Post,
                Grants,
                new { stream = "camera/a/main", action = "watch" },
                client: box.Host.CreateClient()
            )
        ).IsProblem(401, "sign-in-required");

    [Fact]
    public async Task Post_BadBodies_SayWhatIsWrong()
    {
        (await box.SendAsync(HttpMethod.Post, Grants, "{")).IsProblem(400, "bad-json");
        (await box.SendAsync(HttpMethod.Post, Grants, new { stream = "nothing", action = "watch" })).IsProblem(404, "stream-not-found");
        var action = await box.SendAsync(HttpMethod.Post, Grants, new { stream = "camera/a/main", action = "record" });
        action.IsProblem(400, "action-unknown");
        Assert.Equal("action", action.Text("field"));
    }

    [Fact]
    public async Task Grant_OpensItsStreamOnceForTheHolder()
    {
        var stream = await CameraAsync();
        var grant = await GrantAsync(stream, "watch");
        Assert.Equal("no-store", grant.Headers.CacheControl?.ToString());
        Assert.Equal((stream, "watch"), (grant.Text("stream"), grant.Text("action")));
        var token = grant.Text("token");
        Assert.Equal(43, token.Length);

        // The right to try it is proved by the source's own answer: that camera is not there.
        (await OpenAsync($"/whep/{stream}", token)).IsProblem(503, "connection-refused");
        var again = await OpenAsync($"/whep/{stream}", token);
        again.IsProblem(401, "stream-grant-invalid");
        Assert.Contains("invalid_token", again.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grant_ForAnotherStreamActionOrPath_IsWorthless()
    {
        var stream = await CameraAsync();
        var token = (await GrantAsync(stream, "watch")).Text("token");

        (await OpenAsync($"/whep/{await CameraAsync()}", token)).IsProblem(401, "stream-grant-invalid");
        (await OpenAsync($"/whip/{stream}", token)).IsProblem(401, "stream-grant-invalid");
        var elsewhere = await box.SendAsync(HttpMethod.Get, "/api/v1/cameras", client: Bearer(token));
        elsewhere.IsProblem(401, "token-invalid");
        (await OpenAsync($"/whep/{stream}", token)).IsProblem(503, "connection-refused");
    }

    [Fact]
    public async Task Grant_ToPublishWhatIsPulled_IsRefused()
    {
        var stream = await CameraAsync();

        (await box.SendAsync(HttpMethod.Post, Grants, new { stream, action = "publish" })).IsProblem(403, "right-missing");
    }

    [Fact]
    public async Task WrongBearers_BeyondTheLimit_AreRefusedUnheardAndOthersAreNot()
    {
        await using var host = await OneBoxHost.StartAsync(
            new Dictionary<string, string?> { ["Command:Security:BearerFailuresPerMinute"] = "3" },
            TestContext.Current.CancellationToken
        );
        var signedIn = await host.SignInAsync(TestContext.Current.CancellationToken);
        var wrong = host.CreateClient();
        wrong.DefaultRequestHeaders.Authorization = new("Bearer", new string('A', 43));
        for (var i = 0; i < 3; i++)
        {
            (await box.SendAsync(HttpMethod.Post, "/whep/camera/a/main", Sdp(), client: wrong)).IsProblem(401, "stream-grant-invalid");
        }

        var limited = await box.SendAsync(HttpMethod.Post, "/whep/camera/a/main", Sdp(), client: wrong);

        limited.IsProblem(429, "too-many-requests");
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Get, "/api/v1/cameras", client: signedIn)).Status);
    }

    private async Task<string> CameraAsync() => $"camera/{(await box.MakeCameraAsync(await box.MakeUnitAsync())).Text("id")}/main";

    private async Task<OneBox.Answer> GrantAsync(string stream, string action)
    {
        var issued = await box.SendAsync(HttpMethod.Post, Grants, new { stream, action });
        Assert.Equal(201, issued.Status);
        return issued;
    }

    private Task<OneBox.Answer> OpenAsync(string path, string token) => box.SendAsync(HttpMethod.Post, path, Sdp(), client: Bearer(token));

    private HttpClient Bearer(string token)
    {
        var client = box.Host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static StringContent Sdp() =>
        new(TestOffers.Video.ReplaceLineEndings("\r\n"), Encoding.UTF8, new MediaTypeHeaderValue("application/sdp"));
}
