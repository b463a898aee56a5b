using Command.Devices.TextProtocol;

namespace Command.Devices.Tests.TextProtocol;

public sealed class DigestAuthenticatorTests
{
    private const string Uri = "rtsp://192.0.2.10:554/live/ch1";

    [Theory]
    [InlineData("Digest realm=\"cam\", nonce=\"abcdef0123456789\"", "e4fd925276551b772b60deb1e8248184")]
    [InlineData("Digest realm=\"cam\",nonce=\"abcdef0123456789\",algorithm=MD5", "e4fd925276551b772b60deb1e8248184")]
    [InlineData(
        "Digest realm=\"cam\", nonce=\"abcdef0123456789\", algorithm=\"SHA-256\"",
        "3e29eea36ebaa424362dbfdc91229c937d4a450b0ce66f83d1e53cf467a5ddce"
    )]
    public void Authorize_WithoutQop_GivesTheKnownResponse(string challenge, string response)
    {
        var authenticator = new DigestAuthenticator("admin", "admin123");

        Assert.True(authenticator.TryAccept([challenge]));

        var header = authenticator.Authorize("DESCRIBE", Uri);
        Assert.Contains($"response=\"{response}\"", header, StringComparison.Ordinal);
        Assert.Contains($"uri=\"{Uri}\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain("cnonce", header, StringComparison.Ordinal);
        Assert.DoesNotContain("admin123", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Rfc7616_3_9_1_Response(string algorithm, string response)
    {
        var authenticator = new DigestAuthenticator("Mufasa", "Circle of Life", () => "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        Assert.True(
            authenticator.TryAccept([
                $"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, "
                    + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
            ])
        );

        var header = authenticator.Authorize("GET", "/dir/index.html");
        Assert.Contains($"response=\"{response}\"", header, StringComparison.Ordinal);
        Assert.Contains("qop=auth, nc=00000001", header, StringComparison.Ordinal);
        Assert.Contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"", header, StringComparison.Ordinal);
        Assert.Contains("nc=00000002", authenticator.Authorize("GET", "/dir/index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void TryAccept_SeveralOffers_TakesTheStrongest()
    {
        var separate = new DigestAuthenticator("u", "p");
        Assert.True(
            separate.TryAccept([
                "Basic realm=\"x\"",
                "Digest realm=\"x\", nonce=\"1\"",
                "Digest realm=\"x\", nonce=\"2\", algorithm=SHA-256",
            ])
        );
        Assert.Equal(AuthenticationScheme.DigestSha256, separate.Scheme);

        var together = new DigestAuthenticator("u", "p");
        Assert.True(together.TryAccept(["Digest realm=\"a, b=c\", nonce=\"1\", qop=\"auth\", Basic realm=\"x\""]));
        Assert.Equal(AuthenticationScheme.DigestMd5, together.Scheme);
        Assert.Contains("realm=\"a, b=c\"", together.Authorize("M", "u"), StringComparison.Ordinal);
    }

    [Fact]
    public void TryAccept_SameNonceAgain_MeansWrongPassword()
    {
        var authenticator = new DigestAuthenticator("u", "p");

        Assert.True(authenticator.TryAccept(["Digest realm=\"x\", nonce=\"1\""]));
        Assert.False(authenticator.TryAccept(["Digest realm=\"x\", nonce=\"1\""]));
        Assert.True(authenticator.TryAccept(["Digest realm=\"x\", nonce=\"1\", stale=TRUE"]));
        Assert.True(authenticator.TryAccept(["Digest realm=\"x\", nonce=\"2\""]));
    }

    [Fact]
    public void TryAccept_BasicAfterDigest_KeepsThePasswordBack()
    {
        var authenticator = new DigestAuthenticator("u", "secret");

        Assert.True(authenticator.TryAccept(["Digest realm=\"x\", nonce=\"1\""]));
        Assert.False(authenticator.TryAccept(["Basic realm=\"x\""]));
        Assert.StartsWith("Digest ", authenticator.Authorize("M", "u"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Negotiate abc")]
    [InlineData("Digest realm=\"x\"")]
    [InlineData("Digest realm=\"x\", nonce=\"1\", algorithm=SHA-512-256")]
    [InlineData("==,,\"")]
    [InlineData("a\ta=\"")]
    [InlineData("Digest realm=\"unclosed, nonce=\"")]
    public void TryAccept_NothingUsable_DoesNotHelp(string header)
    {
        var authenticator = new DigestAuthenticator("u", "p");

        Assert.False(authenticator.TryAccept([header]));
        Assert.Null(authenticator.Authorize("M", "u"));
    }

    [Fact]
    public void Authorize_Basic_EncodesUtf8()
    {
        var authenticator = new DigestAuthenticator("Aladdin", "open sesame");

        Assert.True(authenticator.TryAccept(["Basic realm=\"x\""]));
        Assert.Equal("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", authenticator.Authorize("M", "u"));
    }
}
