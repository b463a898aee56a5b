using Command.Media.Codecs;
using Command.Media.Sdp;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

public sealed class PublishAnswerTests
{
    [Fact]
    public void Rfc9725_4_2_Answer_receives_one_codec_each_with_feedback()
    {
        var result = PublishOffers.Answer(PublishOffers.Chromium);
        Assert.Equal((AnswerVerdict.Accepted, string.Empty), (result.Verdict, result.Detail));
        string[] expected =
        [
            "a=group:BUNDLE 0 1",
            "a=ice-lite",
            "m=audio 8189 UDP/TLS/RTP/SAVPF 111",
            "a=rtpmap:111 opus/48000/2",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "a=rtcp-fb:111 transport-cc",
            "m=video 8189 UDP/TLS/RTP/SAVPF 103 104",
            "a=setup:passive",
            "a=recvonly",
            "a=rtcp-mux",
            "a=rtcp-rsize",
            "a=rtpmap:103 H264/90000",
            "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f;x-google-start-bitrate=800",
            "a=rtpmap:104 rtx/90000",
            "a=fmtp:104 apt=103",
            "a=rtcp-fb:103 nack",
            "a=rtcp-fb:103 nack pli",
            "a=rtcp-fb:103 ccm fir",
            "a=rtcp-fb:103 transport-cc",
            "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=candidate:1 1 udp 2130706431 127.0.0.1 8189 typ host",
        ];
        var lines = result.Sdp.Split("\r\n");
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.DoesNotContain(
            lines,
            line => line.StartsWith("a=ssrc", StringComparison.Ordinal) || line.Contains("remb", StringComparison.Ordinal)
        );
        Assert.Equal(SdpParseError.None, SdpReader.TryRead(result.Sdp, out var answer));
        Assert.Equal(2, answer.Media.Length);
        Assert.Single(answer.Media, media => !media.Candidates.IsEmpty);
    }

    [Fact]
    public void Answer_ChromiumsOffer_TellsWhatIsReceivedAndHow()
    {
        var tracks = PublishOffers.Answer(PublishOffers.Chromium).Tracks;
        Assert.Equal(["0", "1"], tracks.Select(track => track.Mid));
        var (sound, picture) = (tracks[0], tracks[1]);
        Assert.Equal(
            new TrackFormat(MediaKind.Audio, CodecKind.Opus, 48_000, 2, 111, "opus") { Fmtp = "minptime=10;useinbandfec=1" },
            sound.Format
        );
        Assert.Equal((CodecKind.H264, (byte)103, 90_000), (picture.Format.Codec, picture.Format.PayloadType, picture.Format.ClockRate));
        Assert.Equal(((uint?)300, null, false, (byte?)null), (sound.Ssrc, sound.RtxSsrc, sound.HasNack, sound.RtxPayloadType));
        Assert.Equal(((uint?)100, (uint?)200, true, (byte?)104), (picture.Ssrc, picture.RtxSsrc, picture.HasNack, picture.RtxPayloadType));
        Assert.All(tracks, track => Assert.Equal((3, 4, true), (track.TransportSequenceId, track.MidId, track.HasReducedSize)));
    }

    [Fact]
    public void Answer_NoH264_TakesVp8()
    {
        var result = PublishOffers.Answer(PublishOffers.WithoutH264);
        Assert.Equal(CodecKind.Vp8, result.Tracks[1].Format.Codec);
        Assert.Contains("a=fmtp:96 x-google-start-bitrate=800\r\n", result.Sdp, StringComparison.Ordinal);
        Assert.Contains("m=video 8189 UDP/TLS/RTP/SAVPF 96 97\r\n", result.Sdp, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_NoVideoCodecThatIsTaken_IsRefusedWithBothSides()
    {
        var result = PublishOffers.Answer(PublishOffers.WithoutVideoCodec);
        Assert.Equal((AnswerVerdict.NoCommonCodec, string.Empty), (result.Verdict, result.Sdp));
        Assert.Equal("The server takes H264 (packetization-mode 1) or VP8, the publisher offers AV1, H265.", result.Detail);
    }

    [Fact]
    public void Answer_SoundAlone_IsTakenWithOpusOnly()
    {
        var result = PublishOffers.Answer(PublishOffers.SoundOnly);
        Assert.Equal(CodecKind.Opus, Assert.Single(result.Tracks).Format.Codec);
        var refused = PublishOffers.Answer(PublishOffers.SoundOnly.Replace("opus/48000/2", "L16/48000/2", StringComparison.Ordinal));
        Assert.Equal(AnswerVerdict.NoCommonCodec, refused.Verdict);
        Assert.Contains("offers L16, G722, PCMU, PCMA", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_PictureWithoutOpus_RejectsTheSoundAndTakesThePicture()
    {
        var result = PublishOffers.Answer(PublishOffers.Chromium.Replace("opus/48000/2", "L16/48000/2", StringComparison.Ordinal));
        Assert.Equal(MediaKind.Video, Assert.Single(result.Tracks).Format.Kind);
        var answer = Offers.Read(result.Sdp);
        Assert.Equal((0, SdpDirection.Inactive, "ourUfrag"), (answer.Media[0].Port, answer.Media[0].Direction, answer.Media[0].IceUfrag));
        Assert.Equal(["1"], answer.Groups.Single().Mids);
        Assert.NotEmpty(answer.Media[1].Candidates);
    }

    [Fact]
    public void Answer_SecondPictureOrViewersSection_IsRejected()
    {
        var second = PublishOffers
            .Chromium[PublishOffers.Chromium.IndexOf("m=video", StringComparison.Ordinal)..]
            .Replace("a=mid:1", "a=mid:2", StringComparison.Ordinal);
        var offer = PublishOffers.Chromium.TrimEnd() + "\n" + second;
        var answer = Offers.Read(PublishOffers.Answer(offer.Replace("BUNDLE 0 1", "BUNDLE 0 1 2", StringComparison.Ordinal)).Sdp);
        Assert.Equal([8189, 8189, 0], answer.Media.Select(media => media.Port));
        var viewing = PublishOffers.Chromium.Replace("a=sendonly", "a=recvonly", StringComparison.Ordinal);
        Assert.Equal(AnswerVerdict.NoCommonCodec, PublishOffers.Answer(viewing).Verdict);
    }

    [Fact]
    public void Answer_WithoutIceOrFingerprint_IsABadOffer()
    {
        Assert.Equal(
            AnswerVerdict.BadOffer,
            PublishOffers.Answer(PublishOffers.Chromium.Replace("a=ice-pwd", "a=x", StringComparison.Ordinal)).Verdict
        );
        Assert.Equal(
            AnswerVerdict.BadOffer,
            PublishOffers.Answer(PublishOffers.Chromium.Replace("a=setup:actpass", "a=setup:passive", StringComparison.Ordinal)).Verdict
        );
    }
}
