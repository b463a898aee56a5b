using System.Security.Cryptography;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

[Collection(OneBoxSuite.Name)]
public sealed class PhonePageTests(OneBox box)
{
    private const string Recorder = "01jd0000000000000000000000";

    [Fact]
    public async Task Field_IsOneElementAndLoadsNoMoreThanItNeeds()
    {
        var page = await box.SendAsync(HttpMethod.Get, $"/field/{Recorder}");
        Assert.Equal(200, page.Status);
        Assert.Contains($"<command-field api=\"/api/v1\" recorder=\"{Recorder}\"", page.Body, StringComparison.Ordinal);
        Assert.Contains($"href=\"/field/{Recorder}/manifest.webmanifest\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("dist/field", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor.web", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("MudBlazor", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_WithoutSession_GoesToSignIn()
    {
        var answer = await box.SendAsync(HttpMethod.Get, $"/field/{Recorder}", client: box.Host.CreateClient());
        Assert.Equal((302, "/sign-in"), (answer.Status, answer.Headers.Location?.AbsolutePath));
    }

    [Fact]
    public async Task Field_ManifestOpensItsOwnRecorder()
    {
        var manifest = await box.SendAsync(HttpMethod.Get, $"/field/{Recorder}/manifest.webmanifest", client: box.Host.CreateClient());
        Assert.Equal((200, "application/manifest+json"), (manifest.Status, manifest.MediaType));
        Assert.Equal($"/field/{Recorder}", manifest.Text("start_url"));
        Assert.Equal("standalone", manifest.Text("display"));
        foreach (var icon in manifest.Json.GetProperty("icons").EnumerateArray())
        {
            var picture = await box.SendAsync(HttpMethod.Get, icon.GetProperty("src").GetString()!, client: box.Host.CreateClient());
            Assert.Equal((200, "image/png"), (picture.Status, picture.MediaType));
        }
        var bad = await box.SendAsync(HttpMethod.Get, "/field/%3Cscript%3E/manifest.webmanifest", client: box.Host.CreateClient());
        Assert.Equal(302, bad.Status); // As for any page that is not there: to the sign-in first.
    }

    [Theory]
    [InlineData("zh-CN", "信任本站的证书")]
    [InlineData("en", "Trust this site")]
    public async Task Ca_SaysHowToTrustTheRootAndShowsItsFingerprint(string language, string title)
    {
        var client = box.Host.CreateClient();
        var page = await box.SendAsync(
            HttpMethod.Get,
            "/ca",
            change: request => request.Headers.AcceptLanguage.ParseAdd(language),
            client: client
        );
        var root = await client.GetByteArrayAsync("/ca/root.crt", TestContext.Current.CancellationToken);
        Assert.Equal(200, page.Status);
        Assert.Contains(title, System.Net.WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString(SHA256.HashData(root))[..4], page.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/ca/root.crt\"", page.Body, StringComparison.Ordinal);
        foreach (var system in new[] { "Windows", "Android", "iPhone", "Linux" })
        {
            Assert.Contains(system, System.Net.WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        }
    }
}
