using System.Text;
using Command.Contracts.Streams;
using Command.TestKit;
using Command.Web.Api;

namespace Command.Web.Tests.Api;

public sealed class TrickleFragmentTests
{
    [Fact]
    public void Rfc8840_4_4_Example_IsValid() =>
        Assert.True(
            TrickleFragment.IsValid(
                """
                a=ice-pwd:asd88fgpdd777uzjYhagZg
                a=ice-ufrag:8hhY
                m=audio 9 RTP/AVP 0
                a=mid:1
                a=candidate:1 1 UDP 2130706431 2001:db8:a0b:12f0::1 5000 typ host
                a=end-of-candidates
                """
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1")]
    [InlineData("a=candidate:1 1 UDP 1 127.0.0.1 5000 typ host")]
    [InlineData("m=audio 9 RTP/AVP 0\na=rtpmap:0 PCMU/8000")]
    [InlineData("hello")]
    public void IsValid_AnythingElse_IsRefused(string text) => Assert.False(TrickleFragment.IsValid(text));

    [Fact]
    public void IsValid_Endless_IsRefused()
    {
        Assert.False(TrickleFragment.IsValid("m=audio 9 RTP/AVP 0\na=mid:" + new string('1', 2000)));
        Assert.False(TrickleFragment.IsValid("m=audio 9 RTP/AVP 0\n" + string.Concat(Enumerable.Repeat("a=mid:1\n", 300))));
    }

    [Theory]
    [MemberData(nameof(CrashCorpus.Rows), "trickle", MemberType = typeof(CrashCorpus))]
    public void Corpus_NeverThrows(string name)
    {
        var text = Encoding.UTF8.GetString(CrashCorpus.Read("trickle", name));
        _ = TrickleFragment.IsValid(text);
        _ = OfferCheck.MayBeOffer(text);
        Assert.False(SessionKey.TryParsePublicId(text, out _));
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = new Random(20261124);
        var seed = Encoding.ASCII.GetBytes("a=ice-ufrag:8hhY\r\nm=audio 9 RTP/AVP 0\r\na=candidate:1 1 UDP 1 ::1 5000 typ host\r\n");
        var valid = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = seed.ToArray();
            for (var change = random.Next(4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            var text = Encoding.UTF8.GetString(bytes, 0, random.Next(bytes.Length + 1));
            valid += TrickleFragment.IsValid(text) ? 1 : 0;
            _ = OfferCheck.MayBeOffer(text);
            _ = SessionKey.TryParsePublicId(text, out _);
        }
        Assert.InRange(valid, 1_000, 19_000);
    }
}
