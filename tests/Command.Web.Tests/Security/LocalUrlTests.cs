using Command.Web.Security;

namespace Command.Web.Tests.Security;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/wall", "/wall")]
    [InlineData("/devices?x=1#y", "/devices?x=1#y")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("wall", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    public void OrHome_StaysOnThisSite(string? url, string expected) => Assert.Equal(expected, LocalUrl.OrHome(url));
}
