using Command.Media.Codecs;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

public sealed class CodecSelectorTests
{
    [Theory]
    [InlineData(0x42, 102, 103)]
    [InlineData(0x4D, 127, 125)]
    [InlineData(0x64, 102, 103)]
    public void Select_H264_TakesModeOneAndTheNearestProfile(byte profile, byte payloadType, byte rtx)
    {
        var format = Offers.H264 with { Sps = [0x67, profile, 0x00, 0x1F] };
        var selection = CodecSelector.Select(Offers.Read(Offers.Chromium).Media[0], format);
        Assert.Equal((payloadType, rtx), (selection!.Map.PayloadType, selection.RtxPayloadType));
    }

    [Theory]
    [InlineData(CodecKind.Opus, 48_000, 111)]
    [InlineData(CodecKind.Pcmu, 8_000, 0)]
    [InlineData(CodecKind.Pcma, 8_000, 8)]
    public void Select_Sound_FindsItsPayloadType(CodecKind codec, int clockRate, byte payloadType)
    {
        var format = new TrackFormat(MediaKind.Audio, codec, clockRate, 1, 97, codec.ToString());
        var selection = CodecSelector.Select(Offers.Read(Offers.Chromium).Media[1], format);
        Assert.Equal(payloadType, selection!.Map.PayloadType);
        Assert.Null(selection.RtxPayloadType);
    }

    [Theory]
    [InlineData(CodecKind.Pcma, 16_000, 1)]
    [InlineData(CodecKind.Pcmu, 8_000, 2)]
    public void Select_SoundThatOnlySharesTheName_GivesNothing(CodecKind codec, int clockRate, int channels)
    {
        var format = new TrackFormat(MediaKind.Audio, codec, clockRate, channels, 97, codec.ToString());
        Assert.Null(CodecSelector.Select(Offers.Read(Offers.Chromium).Media[1], format));
    }

    [Fact]
    public void Select_StaticPayloadTypesWithoutRtpmap_AreKnown()
    {
        var media = Offers.Read("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 8 0\n").Media[0];
        Assert.Equal(0, CodecSelector.Select(media, Offers.Pcmu)!.Map.PayloadType);
    }

    [Fact]
    public void Select_OnlyModeZero_GivesNothing()
    {
        var media = Offers.Read("v=0\nm=video 9 UDP/TLS/RTP/SAVPF 104\na=rtpmap:104 H264/90000\na=fmtp:104 packetization-mode=0\n").Media[
            0
        ];
        Assert.Null(CodecSelector.Select(media, Offers.H264));
    }

    [Fact]
    public void Describe_NamesCodecsOnce() => Assert.Equal("VP8, H264, VP9", CodecSelector.Describe(Offers.Read(Offers.Chromium).Media[0]));
}
