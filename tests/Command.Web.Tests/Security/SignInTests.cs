using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Security;

[Collection(OneBoxSuite.Name)]
public sealed class SignInTests(OneBox box)
{
    private const string Login = "/api/v1/identity/login";
    private const string Refresh = "/api/v1/identity/refresh";
    private const string Me = "/api/v1/identity/me";

    [Fact]
    public async Task Login_GoodPassword_GivesATokenThatNamesTheAccount()
    {
        var tokens = await LoginAsync();
        Assert.Equal("Bearer", tokens.Text("tokenType"));
        Assert.InRange(tokens.Json.GetProperty("expiresIn").GetInt32(), 10, 600);
        Assert.Equal("no-store", tokens.Headers.CacheControl?.ToString());
        var me = await MeAsync(tokens.Text("accessToken"));
        Assert.Equal((200, "tester"), (me.Status, me.Text("userName")));
        Assert.NotEqual(me.Text("id"), me.Text("sessionId"));
    }

    [Fact]
    public async Task Login_WrongPasswordAndUnknownName_AnswerAlike()
    {
        var wrong = await TryAsync("tester", "wrong");
        var unknown = await TryAsync($"nobody{Guid.NewGuid():n}", "wrong");
        wrong.IsProblem(401, "credentials-refused");
        unknown.IsProblem(401, "credentials-refused");
        Assert.Equal(wrong.Text("detail"), unknown.Text("detail"));
        Assert.Equal(200, (await TryAsync("tester", OneBoxHost.AdminPassword)).Status);
    }

    [Theory]
    [InlineData("zh-CN", "用户名或密码不正确。")]
    [InlineData("en-GB", "User name or password is wrong.")]
    [InlineData("fr", "用户名或密码不正确。")]
    public async Task Login_Refused_SpeaksTheCallersLanguage(string language, string words)
    {
        var client = box.Host.CreateClient();
        client.DefaultRequestHeaders.AcceptLanguage.Clear();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var answer = await TryAsync($"nobody{Guid.NewGuid():n}", "x", client);
        Assert.Equal(words, answer.Text("detail"));
    }

    [Fact]
    public async Task Login_FiveFailures_LockTheAccountForAWhile_AndAreOnTheRecord()
    {
        await using var host = await OneBoxHost.StartAsync(
            new Dictionary<string, string?> { ["Command:Security:LockoutDuration"] = "00:00:02" },
            TestContext.Current.CancellationToken
        );
        var client = host.CreateClient();
        for (var i = 0; i < 4; i++)
        {
            (await TryAsync("tester", "wrong", client)).IsProblem(401, "credentials-refused");
        }
        var locked = await TryAsync("tester", "wrong", client);
        locked.IsProblem(401, "locked-out");
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        (await TryAsync("tester", OneBoxHost.AdminPassword, client)).IsProblem(401, "locked-out");
        using var auditor = await Staff.SignInAsync(host.Http, "audit", OneBoxHost.AdminPassword, TestContext.Current.CancellationToken);
        var audit = await box.SendAsync(HttpMethod.Get, "/api/v1/audit?type=account.sign-in-refused", client: auditor);
        var causes = audit.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("cause").GetString()).ToList();
        Assert.Equal(["locked-out", "wrong-password", "wrong-password", "wrong-password", "wrong-password", "wrong-password"], causes);
        await WaitForAsync(async () => (await TryAsync("tester", OneBoxHost.AdminPassword, client)).Status == 200);
    }

    [Fact]
    public async Task Login_UnknownName_LocksLikeARealOne()
    {
        var name = $"nobody{Guid.NewGuid():n}";
        for (var i = 0; i < 4; i++)
        {
            (await TryAsync(name, "wrong")).IsProblem(401, "credentials-refused");
        }
        (await TryAsync(name, "wrong")).IsProblem(401, "locked-out");
    }

    [Fact]
    public async Task Refresh_RotatesTheToken_AndReuseEndsTheSession()
    {
        var first = await LoginAsync();
        var second = await RefreshAsync(first.Text("refreshToken"));
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.Text("refreshToken"), second.Text("refreshToken"));
        Assert.Equal(200, (await MeAsync(second.Text("accessToken"))).Status);
        (await RefreshAsync(first.Text("refreshToken"))).IsProblem(401, "refresh-refused");
        (await MeAsync(second.Text("accessToken"))).IsProblem(401, "session-ended");
        (await RefreshAsync(second.Text("refreshToken"))).IsProblem(401, "refresh-refused");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("01jd0000000000000000000000.01jd0000000000000000000000.AAAA")]
    public async Task Refresh_Nonsense_IsRefused(string token) => (await RefreshAsync(token)).IsProblem(401, "refresh-refused");

    [Fact]
    public async Task Logout_EndsTheSessionAtOnce()
    {
        var tokens = await LoginAsync();
        Assert.Equal(200, (await MeAsync(tokens.Text("accessToken"))).Status);
        var logout = await box.SendAsync(HttpMethod.Post, "/api/v1/identity/logout", client: Bearer(tokens.Text("accessToken")));
        Assert.Equal(204, logout.Status);
        (await MeAsync(tokens.Text("accessToken"))).IsProblem(401, "session-ended");
        (await RefreshAsync(tokens.Text("refreshToken"))).IsProblem(401, "refresh-refused");
    }

    [Fact]
    public async Task Token_TamperedOrMissing_IsRefused()
    {
        var token = (await LoginAsync()).Text("accessToken");
        (await MeAsync(token[..^2] + (token[^2] == 'A' ? "BB" : "AA"))).IsProblem(401, "token-invalid");
        (await MeAsync("x")).IsProblem(401, "token-invalid");
        (await box.SendAsync(HttpMethod.Get, Me, client: box.Host.CreateClient())).IsProblem(401, "sign-in-required");
    }

    [Fact]
    public async Task Login_BadBodies_SayWhatIsWrong()
    {
        var client = box.Host.CreateClient();
        (await box.SendAsync(HttpMethod.Post, Login, "{", client: client)).IsProblem(400, "bad-json");
        (await box.SendAsync(HttpMethod.Post, Login, new StringContent("a=b"), client: client)).IsProblem(415, "json-required");
        (await box.SendAsync(HttpMethod.Post, Login, new { userName = "tester" }, client: client)).IsProblem(401, "credentials-refused");
        var unreadable = new ByteArrayContent("{}"u8.ToArray());
        unreadable.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=none-such");
        (await box.SendAsync(HttpMethod.Post, Login, unreadable, client: client)).IsProblem(415, "json-required");
        var large = await box.SendAsync(HttpMethod.Post, Login, $"{{\"userName\":\"{new string('a', 10_000)}\"}}", client: client);
        large.IsProblem(413, "body-too-large");
        Assert.Contains("4 KiB", large.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIns_BeyondTheLimit_AreSlowedDown()
    {
        await using var host = await OneBoxHost.StartAsync(
            new Dictionary<string, string?> { ["Command:Security:SignInsPerMinute"] = "6" },
            TestContext.Current.CancellationToken
        );
        var client = host.CreateClient();
        await TryAsync("nobody", "x", client);
        await TryAsync("nobody", "x", client); // with the four sign-ins that made the tester these are seven
        var limited = await TryAsync("nobody", "x", client);
        limited.IsProblem(429, "too-many-requests");
        Assert.NotNull(limited.Headers.RetryAfter);
    }

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(100, late.Token);
        }
    }

    private HttpClient Bearer(string token)
    {
        var client = box.Host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private async Task<OneBox.Answer> LoginAsync()
    {
        var answer = await TryAsync("tester", OneBoxHost.AdminPassword);
        Assert.Equal(200, answer.Status);
        return answer;
    }

    private Task<OneBox.Answer> TryAsync(string userName, string password, HttpClient? client = null) =>
        box.SendAsync(HttpMethod.Post, Login, new { userName, password }, client: client ?? box.Host.CreateClient());

    private Task<OneBox.Answer> RefreshAsync(string refreshToken) =>
        box.SendAsync(HttpMethod.Post, Refresh, new { refreshToken }, client: box.Host.CreateClient());

    private Task<OneBox.Answer> MeAsync(string token) => box.SendAsync(HttpMethod.Get, Me, client: Bearer(token));
}
