using System.Text.RegularExpressions;
using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Security;

[Collection(OneBoxSuite.Name)]
public sealed partial class CookieTests(OneBox box)
{
    [Fact]
    public async Task Page_WithoutSession_GoesToSignIn()
    {
        var answer = await box.SendAsync(HttpMethod.Get, "/devices", client: box.Host.CreateClient());
        Assert.Equal(302, answer.Status);
        Assert.Equal("/sign-in?returnUrl=%2Fdevices", answer.Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task SignInForm_GoodPassword_SetsCookieAndReturns()
    {
        var client = box.Host.CreateClient(cookies: true);
        var answer = await PostSignInAsync(client, "/sign-in?returnUrl=%2Fdevices", OneBoxHost.AdminPassword);
        Assert.Equal((302, "/devices"), (answer.Status, answer.Headers.Location?.AbsolutePath));
        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"),
            value => value.StartsWith("command-session=", StringComparison.Ordinal)
        );
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var page = await box.SendAsync(HttpMethod.Get, "/devices", client: client);
        Assert.Equal(200, page.Status);
        Assert.Contains("Sign out", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInForm_ForeignReturnUrl_StaysHere()
    {
        var client = box.Host.CreateClient(cookies: true);
        var answer = await PostSignInAsync(client, "/sign-in?returnUrl=https%3A%2F%2Fevil.example%2F", OneBoxHost.AdminPassword);
        Assert.Equal(302, answer.Status);
        Assert.Equal(box.Host.Http, answer.Headers.Location);
    }

    [Fact]
    public async Task SignInForm_WrongPassword_SaysSoAndKeepsTheName()
    {
        var client = box.Host.CreateClient(cookies: true);
        var answer = await PostSignInAsync(client, "/sign-in", "wrong", $"nobody{Guid.NewGuid():n}");
        Assert.Equal(401, answer.Status);
        Assert.Contains("User name or password is wrong.", answer.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"nobody", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInForm_WithoutAntiforgeryToken_IsRefused()
    {
        var form = new FormUrlEncodedContent([
            new("_handler", "sign-in"),
            new("userName", "tester"),
            new("password", OneBoxHost.AdminPassword),
        ]);
        var answer = await box.SendAsync(HttpMethod.Post, "/sign-in", form, client: box.Host.CreateClient(cookies: true));
        Assert.Equal(400, answer.Status);
        Assert.False(
            answer.Headers.Contains("Set-Cookie")
                && answer.Headers.GetValues("Set-Cookie").Any(v => v.StartsWith("command-session", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task CookieRequest_ThatChanges_NeedsTheClientHeader()
    {
        var client = await SignedInAsync();
        (await box.SendAsync(HttpMethod.Post, "/api/v1/units", new { name = "x" }, client: client)).IsProblem(
            403,
            "client-header-required"
        );
        var withHeader = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/units",
            new { name = $"unit {Guid.NewGuid():n}" },
            request => request.Headers.Add("X-Command-Client", "1"),
            client
        );
        Assert.Equal(201, withHeader.Status);
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Get, "/api/v1/units", client: client)).Status);
    }

    [Fact]
    public async Task SignOutForm_EndsTheSession_AndNeedsTheToken()
    {
        var client = await SignedInAsync();
        (await box.SendAsync(HttpMethod.Post, "/sign-out", new FormUrlEncodedContent([]), client: client)).IsProblem(400, "form-expired");
        var token = TokenOf((await box.SendAsync(HttpMethod.Get, "/devices", client: client)).Body);
        var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        var answer = await box.SendAsync(HttpMethod.Post, "/sign-out", form, client: client);
        Assert.Equal((302, "/sign-in"), (answer.Status, answer.Headers.Location?.OriginalString));
        Assert.Equal(302, (await box.SendAsync(HttpMethod.Get, "/devices", client: client)).Status);
    }

    [Fact]
    public async Task Preferences_KeepLanguageAndTheme()
    {
        var client = box.Host.CreateClient(cookies: true);
        var token = TokenOf((await box.SendAsync(HttpMethod.Get, "/sign-in", client: client)).Body);
        var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token),
            new("language", "zh-CN"),
            new("theme", "light"),
            new("returnUrl", "/sign-in"),
        ]);
        Assert.Equal(302, (await box.SendAsync(HttpMethod.Post, "/preferences", form, client: client)).Status);
        var page = (await box.SendAsync(HttpMethod.Get, "/sign-in", client: client)).Body;
        Assert.Contains("lang=\"zh-CN\"", page, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"light\"", page, StringComparison.Ordinal);
        Assert.Contains("用户名", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_SendNoForeignCode_AndNoInlineScript()
    {
        var client = await SignedInAsync();
        foreach (
            var path in new[]
            {
                "/sign-in",
                "/wall",
                "/devices",
                "/devices/01jd0000000000000000000000",
                "/field/01jd0000000000000000000000",
                "/ca",
            }
        )
        {
            var page = await box.SendAsync(HttpMethod.Get, path, client: client);
            var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.All(Script().Matches(page.Body), script => Assert.Contains("src=", script.Value, StringComparison.Ordinal));
            Assert.DoesNotContain("https://", page.Body, StringComparison.Ordinal);
        }
    }

    private async Task<HttpClient> SignedInAsync()
    {
        var client = box.Host.CreateClient(cookies: true);
        var login = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/identity/login?cookie=true",
            new { userName = "tester", password = OneBoxHost.AdminPassword },
            client: client
        );
        Assert.Equal(200, login.Status);
        return client;
    }

    private async Task<OneBox.Answer> PostSignInAsync(HttpClient client, string path, string password, string userName = "tester")
    {
        var page = await box.SendAsync(HttpMethod.Get, path, client: client);
        var form = new FormUrlEncodedContent([
            new("_handler", "sign-in"),
            new("__RequestVerificationToken", SignInTokenOf(page.Body)),
            new("userName", userName),
            new("password", password),
        ]);
        return await box.SendAsync(HttpMethod.Post, path, form, client: client);
    }

    private static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    private static string SignInTokenOf(string page) => Token().Matches(page)[^1].Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
