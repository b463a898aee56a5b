using Command.Devices.Drivers;

namespace Command.Devices.Tests.Drivers;

public sealed class DeviceUriTests
{
    [Theory]
    [InlineData("rtsp://192.0.2.10/live", "192.0.2.10", 554, "/live", null, null)]
    [InlineData("RTSP://cam.local:8554", "cam.local", 8554, "", null, null)]
    [InlineData("rtsp://admin:p%40ss@192.0.2.10:554/live?x=1", "192.0.2.10", 554, "/live?x=1", "admin", "p@ss")]
    [InlineData("rtsp://admin:p@ss@192.0.2.10/live", "192.0.2.10", 554, "/live", "admin", "p@ss")]
    [InlineData("rtsp://admin:100%?#@192.0.2.10/live", "192.0.2.10", 554, "/live", "admin", "100%?#")]
    [InlineData("rtsp://admin@192.0.2.10/live/a@b", "192.0.2.10", 554, "/live/a@b", "admin", "")]
    [InlineData("rtsps://[2001:db8::1]:1322/x", "2001:db8::1", 1322, "/x", null, null)]
    [InlineData("rtsp://[::1]", "::1", 554, "", null, null)]
    [InlineData("rtsp://h?x=a@b", "h", 554, "?x=a@b", null, null)]
    public void TryParse_AddressAsPeoplePasteIt_SplitsIt(string text, string host, int port, string path, string? user, string? password)
    {
        Assert.True(DeviceUri.TryParse(text, out var uri, out var credential));
        Assert.Equal((host, port, path), (uri.Host, uri.Port, uri.PathAndQuery));
        Assert.Equal(user is null ? null : new DeviceCredential(user, password!), credential); // both or none
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("192.0.2.10")]
    [InlineData("rtsp://")]
    [InlineData("rtsp://user:pass@")]
    [InlineData("rtsp://h:0/")]
    [InlineData("rtsp://h:70000/")]
    [InlineData("rtsp://h:x/")]
    [InlineData("rtsp://[::1/")]
    [InlineData("rtsp://a b/")]
    [InlineData("rtsp://h/\r\nEvil: 1")]
    public void TryParse_NoAddress_Refuses(string? text)
    {
        Assert.False(DeviceUri.TryParse(text, out _, out var credential));
        Assert.Null(credential);
    }

    [Fact]
    public void ToString_AnyAddress_ShowsNoSecret()
    {
        Assert.True(
            DeviceUri.TryParse("rtsp://admin:hush@h/user=admin&password=hush2&channel=1?pwd=hush3", out var uri, out var credential)
        );

        Assert.Equal("rtsp://h:554/user=admin&password=***&channel=1?pwd=***", uri.ToString());
        Assert.DoesNotContain("hush", $"{uri} {credential} {new DeviceSession("d", "s", uri, credential)}", StringComparison.Ordinal);
        Assert.Contains("hush2", uri.RequestUri, StringComparison.Ordinal);
        Assert.DoesNotContain("hush@", uri.RequestUri, StringComparison.Ordinal);
    }
}
