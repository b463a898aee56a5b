using Command.TestKit;

namespace Command.Web.Tests.Hosting;

public sealed class RestartTests
{
    [Fact]
    public async Task Restart_KeepsSessionsKeysAndAuthority()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = await OneBoxHost.StartAsync(cancellationToken: cancellationToken);
        var client = await host.SignInAsync(cancellationToken);
        var authority = await client.GetByteArrayAsync("/ca", cancellationToken);
        var token = client.DefaultRequestHeaders.Authorization;
        await host.RestartAsync(cancellationToken);
        var again = host.CreateClient();
        again.DefaultRequestHeaders.Authorization = token;
        Assert.True((await again.GetAsync("/api/v1/identity/me", cancellationToken)).IsSuccessStatusCode);
        Assert.Equal(authority, await again.GetByteArrayAsync("/ca", cancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(Path.Combine(host.DataDirectory, "keys", "ca.key"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        }
    }
}
