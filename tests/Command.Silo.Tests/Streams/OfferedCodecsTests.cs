using Command.Silo.Streams;
using FsCheck.Fluent;

namespace Command.Silo.Tests.Streams;

public sealed class OfferedCodecsTests
{
    [Fact]
    public void Of_Offer_NamesEachCodecOnceWithoutRetransmission() =>
        Assert.Equal(
            "H265, rtx-like, AV1, opus",
            OfferedCodecs.Of(
                "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=rtpmap:96 H265/90000\r\na=rtpmap:97 rtx/90000\r\na=rtpmap:98 h265/90000\r\n"
                    + "a=rtpmap:99 rtx-like/90000\r\na=rtpmap:100 AV1/90000\na=rtpmap:111 opus/48000/2\r\n"
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("a=rtpmap:")]
    [InlineData("a=rtpmap:96")]
    [InlineData("a=rtpmap:96 /90000")]
    [InlineData("a=rtpmap:/96 H264")]
    [InlineData("a=rtpmap:96 <script>/90000")]
    [InlineData("a=rtpmap:96 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/90000")]
    public void Of_NothingReadable_IsADash(string offer) => Assert.Equal("–", OfferedCodecs.Of(offer));

    [Fact]
    public void Of_Anything_IsShortAndPlain() =>
        FsCheck.Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<string[]>(),
                lines =>
                    OfferedCodecs.Of(string.Join("\n", (lines ?? []).Select((line, i) => $"a=rtpmap:{i} {line}")))
                        is { Length: <= 400 } text
                    && text.All(c => char.IsAsciiLetterOrDigit(c) || "–-._, ".Contains(c, StringComparison.Ordinal))
            )
        );
}
