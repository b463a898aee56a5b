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
        var authority = await client.GetByteArrayAsync("/ca/root.crt", cancellationToken);
        var token = client.DefaultRequestHeaders.Authorization;
        await host.RestartAsync(cancellationToken);
        var again = host.CreateClient();
        again.DefaultRequestHeaders.Authorization = token;
        Assert.True((await again.GetAsync("/api/v1/identity/me", cancellationToken)).IsSuccessStatusCode);
        Assert.Equal(authority, await again.GetByteArrayAsync("/ca/root.crt", cancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(Path.Combine(host.DataDirectory, "keys", "ca.key"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        }
    }

    [Fact]
    public async Task DataDirectory_ThatTheServerMakes_IsItsOwn()
    {
        var parent = Directory.CreateTempSubdirectory("command-data-");
        var path = Path.Combine(parent.FullName, "new");
        var settings = new Dictionary<string, string?> { ["Command:DataDirectory"] = path };
        await using (await OneBoxHost.StartAsync(settings, TestContext.Current.CancellationToken))
        {
            Assert.True(File.Exists(Path.Combine(path, "command.db")));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
            }
        }
        parent.Delete(recursive: true);
    }
}
