using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class AccountEndpointTests(OneBox box)
{
    private const string Accounts = "/api/v1/accounts";
    private const string Password = "purple elephant dances";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("short", "password-too-short")]
    [InlineData("password123456", "password-common")]
    [InlineData("abababababab", "password-common")]
    public async Task Create_PoorPassword_IsRefusedWithWhatIsWrong(string password, string reason)
    {
        var name = $"u{Guid.NewGuid():n}"[..12];

        var answer = await box.SendAsync(HttpMethod.Post, Accounts, new { userName = name, password });

        answer.IsProblem(400, reason);
        Assert.Equal("password", answer.Text("field"));
    }

    [Fact]
    public async Task Password_Changed_EndsEverySession_AndTheOldOneIsNoGood()
    {
        var (name, id) = await MakeAsync();
        using var own = await Staff.SignInAsync(box.Host.Http, name, Password, Cancellation);
        var path = "/api/v1/identity/password";
        (await box.SendAsync(HttpMethod.Post, path, new { current = "wrong", password = "green giraffe sings" }, client: own)).IsProblem(
            400,
            "password-wrong"
        );
        (await box.SendAsync(HttpMethod.Post, path, new { current = Password, password = name + name }, client: own)).IsProblem(
            400,
            "password-holds-name"
        );

        var changed = await box.SendAsync(HttpMethod.Post, path, new { current = Password, password = "green giraffe sings" }, client: own);

        Assert.Equal(204, changed.Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Staff.SignInAsync(box.Host.Http, name, Password, Cancellation));
        using var again = await Staff.SignInAsync(box.Host.Http, name, "green giraffe sings", Cancellation);
        Assert.Equal(id, (await box.SendAsync(HttpMethod.Get, "/api/v1/me/access", client: again)).Text("subjectId"));
    }

    [Fact]
    public async Task Reset_GivesAOneTimeSecret_AndAnAdministratorIsNotReset()
    {
        var (name, id) = await MakeAsync();

        var reset = await box.SendAsync(HttpMethod.Post, $"{Accounts}/{id}/password");

        Assert.Equal(200, reset.Status);
        using var own = await Staff.SignInAsync(box.Host.Http, name, reset.Text("password"), Cancellation);
        using var security = await Staff.SignInAsync(box.Host.Http, "security", OneBoxHost.AdminPassword, Cancellation);
        var administrator = (await box.SendAsync(HttpMethod.Get, "/api/v1/me/access", client: security)).Text("subjectId");
        (await box.SendAsync(HttpMethod.Post, $"{Accounts}/{administrator}/password")).IsProblem(403, "administrator-account");
        var seen = await box.SendAsync(HttpMethod.Get, Accounts, client: own);
        Assert.Empty(seen.Json.GetProperty("accounts").EnumerateArray());
    }

    [Fact]
    public async Task Disabled_SignsOutAndStaysOut()
    {
        var (name, id) = await MakeAsync();
        using var own = await Staff.SignInAsync(box.Host.Http, name, Password, Cancellation);

        var change = new { displayName = name, disabled = true };
        Assert.Equal(200, (await box.SendAsync(HttpMethod.Put, $"{Accounts}/{id}", change)).Status);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Staff.SignInAsync(box.Host.Http, name, Password, Cancellation));
    }

    private async Task<(string Name, string Id)> MakeAsync()
    {
        var name = $"u{Guid.NewGuid():n}"[..12];
        var made = await box.SendAsync(HttpMethod.Post, Accounts, new { userName = name, password = Password });
        Assert.Equal(201, made.Status);
        return (name, made.Text("id"));
    }
}
