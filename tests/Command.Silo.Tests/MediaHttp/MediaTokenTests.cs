using Command.Silo.MediaHttp;

namespace Command.Silo.Tests.MediaHttp;

public sealed class MediaTokenTests
{
    private const string Path = "/media/still/camera/x/main?width=640";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Verify_OwnPathWithinLifetime_IsValid()
    {
        var token = MediaToken.Sign(Key, Path, Now);

        Assert.Equal(MediaTokenVerdict.Valid, MediaToken.Verify(Key, Path, token, Now));
        Assert.Equal(MediaTokenVerdict.Valid, MediaToken.Verify(Key, Path, token, Now.AddSeconds(30)));
        Assert.Equal(MediaTokenVerdict.Expired, MediaToken.Verify(Key, Path, token, Now.AddSeconds(31)));
    }

    [Fact]
    public void Verify_OtherPathKeyOrTime_IsForged()
    {
        var token = MediaToken.Sign(Key, Path, Now);
        var later = $"{Now.AddHours(1).ToUnixTimeSeconds()}.{token.Split('.')[1]}";

        Assert.Equal(MediaTokenVerdict.Forged, MediaToken.Verify(Key, Path + "0", token, Now));
        Assert.Equal(MediaTokenVerdict.Forged, MediaToken.Verify(new byte[32], Path, token, Now));
        Assert.Equal(MediaTokenVerdict.Forged, MediaToken.Verify(Key, Path, later, Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("abc.def")]
    [InlineData("1.2.3")]
    [InlineData("-1.AAAA")]
    public void Verify_Garbage_IsMalformed(string? token) =>
        Assert.Equal(MediaTokenVerdict.Malformed, MediaToken.Verify(Key, Path, token, Now));

    [Fact]
    public void Verify_AnyChangedCharacter_IsNeverValid()
    {
        var token = MediaToken.Sign(Key, Path, Now);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            // The last character of base 64 carries two bits that nobody reads.
            if (i < token.Length - 1)
            {
                Assert.NotEqual(MediaTokenVerdict.Valid, MediaToken.Verify(Key, Path, changed, Now));
            }
        }
    }
}
