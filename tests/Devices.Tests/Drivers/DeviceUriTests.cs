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
    [InlineData("rtsp://u:12/3@h/live", "h", 554, "/live", "u", "12/3")]
    [InlineData("rtsp://u:12/3@h:8554?x=a@b", "h", 8554, "?x=a@b", "u", "12/3")]
    [InlineData("rtsp://u:a/b/c@d@192.0.2.10/live/a@b", "192.0.2.10", 554, "/live/a@b", "u", "a/b/c@d")]
    [InlineData("rtsp://u:p@s/1@192.0.2.10/live", "192.0.2.10", 554, "/live", "u", "p@s/1")]
    [InlineData("rtsp://u:p?1@h/live", "h", 554, "/live", "u", "p?1")]
    [InlineData("rtsp://admin:pw@camera/live@main", "camera", 554, "/live@main", "admin", "pw")]
    [InlineData("rtsp://192.0.2.10:8554/live@main", "192.0.2.10", 8554, "/live@main", null, null)]
    [InlineData("rtsp://relay.local:8554/rtsp://u:p@192.0.2.10/x", "relay.local", 8554, "/rtsp://u:p@192.0.2.10/x", null, null)]
    [InlineData("rtsp://localhost:8554/live@main", "localhost", 8554, "/live@main", null, null)]
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

    [Theory]
    [InlineData("rtsp://relay.local:8554/rtsp://u:hush@192.0.2.10/x", "rtsp://relay.local:8554/***@192.0.2.10/x")]
    [InlineData("rtsp://john.doe:12/hush@192.0.2.10/x", "rtsp://john.doe:12/***@192.0.2.10/x")]
    [InlineData("rtsp://h/x?pwd=hush@hush&y=1", "rtsp://h:554/x?pwd=***&y=1")]
    [InlineData("rtsp://u:12/hush@h/x", "rtsp://h:554/x")]
    public void ToString_SecretBeforeAnAt_IsHidden(string text, string shown)
    {
        Assert.True(DeviceUri.TryParse(text, out var uri, out _));
        Assert.Equal(shown, uri.ToString());
    }

    [Theory]
    [InlineData("rtsp://CAMERA/other", true)]
    [InlineData("rtsp://camera:554/live", true)]
    [InlineData("rtsp://camera:8554/live", false)]
    [InlineData("rtsp://other/live", false)]
    [InlineData("rtsps://camera:554/live", false)]
    public void IsSameService_OtherAddress_ComparesWhoListens(string text, bool expected)
    {
        Assert.True(DeviceUri.TryParse("rtsp://camera/live", out var uri, out _));
        Assert.True(DeviceUri.TryParse(text, out var other, out _));
        Assert.Equal(expected, uri.IsSameService(other));
    }
}
