using Command.Media.Codecs;
using Command.Media.RtpPayload;

namespace Command.Media.Tests.RtpPayload;

public sealed class KeyFrameDetectorTests
{
    [Theory]
    [InlineData(CodecKind.H264, "65888400", true)]
    [InlineData(CodecKind.H264, "6742C01E", true)]
    [InlineData(CodecKind.H264, "419A0000", false)]
    [InlineData(CodecKind.H264, "7C85884000", true)]
    [InlineData(CodecKind.H264, "7C05884000", false)]
    [InlineData(CodecKind.H264, "5C819A4000", false)]
    [InlineData(CodecKind.H264, "780002674200046588840000", true)]
    [InlineData(CodecKind.H264, "780002419A", false)]
    [InlineData(CodecKind.H265, "4201010160", true)]
    [InlineData(CodecKind.H265, "2601AF0000", true)]
    [InlineData(CodecKind.H265, "0201D00000", false)]
    [InlineData(CodecKind.H265, "620193AF00", true)]
    [InlineData(CodecKind.H265, "620113AF00", false)]
    [InlineData(CodecKind.H265, "60010003420101", true)]
    [InlineData(CodecKind.Vp8, "1050309D01", true)]
    [InlineData(CodecKind.Vp8, "1051309D01", false)]
    [InlineData(CodecKind.Vp8, "0050309D01", false)]
    [InlineData(CodecKind.Vp8, "90E0800112AA5000", true)]
    [InlineData(CodecKind.Mjpeg, "0000000001FF2D17", true)]
    [InlineData(CodecKind.Mjpeg, "0000040001FF2D17", false)]
    [InlineData(CodecKind.Opus, "FC", true)]
    [InlineData(CodecKind.H264, "", false)]
    public void StartsKeyFrame_OnePayload_Decides(CodecKind codec, string payload, bool starts) =>
        Assert.Equal(starts, KeyFrameDetector.StartsKeyFrame(codec, Convert.FromHexString(payload)));

    [Fact]
    public void Create_CodecsThatAreHandled_GiveADepacketizer()
    {
        using var video = DepacketizerFactory.Create(RtpBuilder.Video);
        using var audio = DepacketizerFactory.Create(RtpBuilder.Audio);
        Assert.NotNull(video);
        Assert.NotNull(audio);
        Assert.Null(DepacketizerFactory.Create(RtpBuilder.Video with { Codec = CodecKind.H265 }));
    }
}
