using System.Collections.Immutable;
using Command.Devices.Drivers;
using Command.Devices.Rtsp;
using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Devices.Tests.Rtsp;

public sealed class RtspTrackPlanTests
{
    [Fact]
    public void From_SpropParameterSets_GiveSizeAndRate()
    {
        var plan = Plan(ScriptedMedia.Sdp())[0];

        Assert.Equal((320, 180, 15.0), (plan.Format.Width, plan.Format.Height, plan.Format.FramesPerSecond));
        Assert.Equal(ScriptedMedia.Sps, plan.Format.Sps);
        Assert.Equal(ScriptedMedia.Pps, plan.Format.Pps);
        Assert.Equal("trackID=1", plan.Control);
    }

    [Fact]
    public void From_Hikvision_fmtp_under_another_payload_type()
    {
        var sps = Convert.ToBase64String(ScriptedMedia.Sps);
        var pps = Convert.ToBase64String(ScriptedMedia.Pps);
        var plan = Plan($"v=0\nm=video 0 RTP/AVP 104\na=rtpmap:104 H264/90000\na=fmtp:97 sprop-parameter-sets={sps},{pps}\n")[0];

        Assert.Equal(320, plan.Format.Width);
    }

    [Theory]
    [InlineData("{0},{1}")]
    [InlineData("AAAAAQ{0}")]
    public void From_Revotech_start_codes_and_missing_padding_in_sprop(string form)
    {
        var sps = Convert.ToBase64String([0, 0, 0, 1, .. ScriptedMedia.Sps]);
        var pps = Convert.ToBase64String([0, 0, 1, .. ScriptedMedia.Pps]).TrimEnd('=');
        var text = form.StartsWith('{') ? $"{sps},{pps}" : $"{sps.TrimEnd('=')},{pps},{pps}";
        var plan = Plan($"v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 sprop-parameter-sets={text}\n")[0];

        Assert.Equal(ScriptedMedia.Sps, plan.Format.Sps);
    }

    [Fact]
    public void From_Bosch_payload_type_35_is_H264() => Assert.Equal(CodecKind.H264, Plan("v=0\nm=video 0 RTP/AVP 35\n")[0].Format.Codec);

    [Theory]
    [InlineData("H265/90000", CodecKind.H265)]
    [InlineData("hevc/90000", CodecKind.H265)]
    [InlineData("VP8/90000", CodecKind.Vp8)]
    [InlineData("JPEG/90000", CodecKind.Mjpeg)]
    [InlineData("vnd.strange/90000", CodecKind.Other)]
    public void From_VideoEncoding_GivesTheCodec(string map, CodecKind expected) =>
        Assert.Equal(expected, Plan($"v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 {map}\n")[0].Format.Codec);

    [Theory]
    [InlineData("opus/48000/2", CodecKind.Opus, 48_000, 2)]
    [InlineData("PCMA/16000", CodecKind.Pcma, 16_000, 1)]
    [InlineData("MPEG4-GENERIC/16000/1", CodecKind.Aac, 16_000, 1)]
    [InlineData("mp4a-latm/44100/2", CodecKind.Aac, 44_100, 2)]
    [InlineData("AAL2-G726-32/8000", CodecKind.G726, 8_000, 1)]
    [InlineData("L16", CodecKind.Other, 8_000, 1)]
    public void From_AudioEncoding_GivesTheCodec(string map, CodecKind codec, int clockRate, int channels)
    {
        var format = Plan($"v=0\nm=audio 0 RTP/AVP 97\na=rtpmap:97 {map}\n")[0].Format;

        Assert.Equal((codec, clockRate, channels), (format.Codec, format.ClockRate, format.Channels));
    }

    [Fact]
    public void From_SeveralSections_TakesTheFirstOfEachAndNoBackChannel()
    {
        var plans = Plan(
            "v=0\nm=application 0 RTP/AVP 107\nm=audio 0 RTP/AVP 0\na=sendonly\na=control:back\nm=video 0 RTP/AVP 26\na=control:v1\n"
                + "m=video 0 RTP/AVP 96\na=control:v2\nm=audio 0 RTP/AVP 99 8\na=control:a\n"
        );

        Assert.Equal(["v1", "a"], plans.Select(p => p.Control));
        Assert.Equal(8, plans[1].Format.PayloadType);
    }

    [Fact]
    public void From_EverythingMarkedAsBackChannel_IsTakenAsNormal() => Assert.Single(Plan("v=0\nm=video 0 RTP/AVP 26\na=sendonly\n"));

    [Theory]
    [InlineData(null, null, "rtsp://10.0.0.1:8554/live")]
    [InlineData("rtsp://192.168.1.2:554/live/?a=b", null, "rtsp://10.0.0.1:8554/live/?a=b")]
    [InlineData(null, "rtsp://u:p@192.168.1.2/x/", "rtsp://10.0.0.1:8554/x/")]
    [InlineData("/relative/", null, "rtsp://10.0.0.1:8554/relative/")]
    [InlineData("192.168.1.10:554/stream0/", null, "rtsp://10.0.0.1:8554/stream0/")]
    [InlineData("  ", "nonsense", "rtsp://10.0.0.1:8554/live")]
    public void Base_AnyForm_StaysAtTheDialledHost(string? contentBase, string? contentLocation, string expected) =>
        Assert.Equal(expected, ControlUri.Base(Dialled, contentBase, contentLocation));

    [Theory]
    [InlineData("rtsp://10.0.0.1:8554/live", null, "rtsp://10.0.0.1:8554/live")]
    [InlineData("rtsp://10.0.0.1:8554/live", "*", "rtsp://10.0.0.1:8554/live")]
    [InlineData("rtsp://10.0.0.1:8554/live", "trackID=1", "rtsp://10.0.0.1:8554/live/trackID=1")]
    [InlineData("rtsp://10.0.0.1:8554/live/", "trackID=1", "rtsp://10.0.0.1:8554/live/trackID=1")]
    [InlineData("rtsp://10.0.0.1:8554/live", "/trackID=1", "rtsp://10.0.0.1:8554/live/trackID=1")]
    [InlineData("rtsp://10.0.0.1:8554/c?u=1&c=2", "trackID=1", "rtsp://10.0.0.1:8554/c?u=1&c=2/trackID=1")]
    [InlineData("rtsp://10.0.0.1:8554/live", "rtsp://192.168.1.2/t?x=1", "rtsp://10.0.0.1:8554/t?x=1")]
    public void Join_AnyControl_IsAppendedAsText(string baseUri, string? control, string expected) =>
        Assert.Equal(expected, ControlUri.Join(Dialled, baseUri, control));

    private static DeviceUri Dialled
    {
        get
        {
            Assert.True(DeviceUri.TryParse("rtsp://10.0.0.1:8554/live", out var uri, out _));
            return uri;
        }
    }

    private static ImmutableArray<RtspTrackPlan> Plan(string text)
    {
        Assert.Equal(SdpParseError.None, SdpReader.TryRead(text, out var sdp));
        return RtspTrackPlan.From(sdp);
    }
}
