using System.Net.Http.Headers;
using System.Text;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class WhepEndpointTests(OneBox box)
{
    private const string Unknown = "/whep/camera/01jd0000000000000000000000/main";
    private const string Fragment = "application/trickle-ice-sdpfrag";

    [Fact]
    public async Task Post_WithoutSession_Is401() =>
        (await box.SendAsync(HttpMethod.Post, Unknown, Sdp("v=0"), client: box.Host.CreateClient())).IsProblem(401, "sign-in-required");

    [Theory]
    [InlineData("/whep/camera/UPPER/main")]
    [InlineData("/whep/one")]
    [InlineData("/whep/")]
    [InlineData("/whep/a/b/c/d")]
    [InlineData(Unknown)]
    public async Task Post_UnknownStream_Is404(string path) =>
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Post, path, Sdp(Offer))).Status);

    [Fact]
    public async Task Post_OtherMediaType_Is415() =>
        (await box.SendAsync(HttpMethod.Post, Unknown, new { sdp = "v=0" })).IsProblem(415, "media-type-not-supported");

    [Fact]
    public async Task Post_ClientThatTakesNoSdp_Is406() =>
        (await box.SendAsync(HttpMethod.Post, Unknown, Sdp("v=0"), request => request.Headers.Accept.ParseAdd("text/html"))).IsProblem(
            406,
            "not-acceptable"
        );

    [Fact]
    public async Task Post_OversizeBody_Is413() =>
        (await box.SendAsync(HttpMethod.Post, Unknown, Sdp(new string('a', 65 * 1024)))).IsProblem(413, "body-too-large");

    [Theory]
    [InlineData("")]
    [InlineData("v=0")]
    [InlineData("garbage\0\u0001\u0002")]
    public async Task Post_BrokenSdp_Is400(string offer)
    {
        var camera = await box.MakeCameraAsync(await box.MakeUnitAsync());
        var answer = await box.SendAsync(HttpMethod.Post, $"/whep/camera/{camera.Text("id")}/main", Sdp(offer));
        answer.IsProblem(400, "bad-offer");
    }

    [Fact]
    public async Task Post_SourceDown_Is503WithItsCause()
    {
        var camera = await box.MakeCameraAsync(await box.MakeUnitAsync());
        var answer = await box.SendAsync(HttpMethod.Post, $"/whep/camera/{camera.Text("id")}/main", Sdp(Offer));
        answer.IsProblem(503, "connection-refused");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Post_ExpiredToken_Is401()
    {
        await using var host = await OneBoxHost.StartAsync(
            new Dictionary<string, string?> { ["Command:Security:AccessTokenLifetime"] = "00:00:10" },
            TestContext.Current.CancellationToken
        );
        var client = await host.SignInAsync(TestContext.Current.CancellationToken);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        OneBox.Answer answer;
        do
        {
            await Task.Delay(500, late.Token);
            answer = await box.SendAsync(HttpMethod.Post, Unknown, Sdp("v=0"), client: client);
        } while (answer.Status != 401);
        answer.IsProblem(401, "token-expired");
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_UnknownOrMalformed_IsRefused()
    {
        (await PatchAsync("nonsense", "a=mid:0", "\"1\"")).IsProblem(404, "session-not-found");
        var path = StreamPath.OfCamera("01jd0000000000000000000000", "main");
        var session = new SessionKey(path, Ulid.New(TimeProvider.System)).PublicId;
        (await PatchAsync(session, "a=mid:0", null)).IsProblem(428, "if-match-required");
        (await PatchAsync(session, "v=0\r\no=x", "\"1\"")).IsProblem(400, "bad-fragment");
        Assert.Equal(404, (await PatchAsync(session, "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0", "\"1\"")).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Delete, $"/sessions/{session}")).Status);
        (await box.SendAsync(HttpMethod.Delete, "/sessions/nonsense")).IsProblem(404, "session-not-found");
        (await box.SendAsync(HttpMethod.Patch, $"/sessions/{session}", new { })).IsProblem(415, "media-type-not-supported");
    }

    private const string Offer = TestOffers.Video;

    private Task<OneBox.Answer> PatchAsync(string session, string fragment, string? eTag) =>
        box.SendAsync(
            HttpMethod.Patch,
            $"/sessions/{session}",
            new StringContent(fragment, Encoding.UTF8, new MediaTypeHeaderValue(Fragment)),
            request =>
            {
                if (eTag is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", eTag);
                }
            }
        );

    private static StringContent Sdp(string text) =>
        new(text.ReplaceLineEndings("\r\n"), Encoding.UTF8, new MediaTypeHeaderValue("application/sdp"));
}
