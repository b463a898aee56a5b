using System.Collections.Immutable;
using Command.Media.Codecs;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Codecs;

public sealed class H264SpsTests
{
    [Theory]
    [InlineData("640x360", "-pix_fmt yuv420p -profile:v baseline", PlayabilityVerdict.Playable)]
    [InlineData("1920x1080", "-pix_fmt yuv420p -bf 0 -profile:v main", PlayabilityVerdict.Playable)]
    [InlineData("354x290", "-pix_fmt yuv420p -bf 0 -profile:v high", PlayabilityVerdict.Playable)]
    [InlineData("640x360", "-pix_fmt yuv420p -bf 2 -profile:v high", PlayabilityVerdict.BFrames)]
    [InlineData("640x360", "-pix_fmt yuv422p -bf 0", PlayabilityVerdict.High422)]
    [InlineData("640x360", "-pix_fmt yuv444p -bf 0", PlayabilityVerdict.High444)]
    [InlineData("640x360", "-pix_fmt yuv420p10le -bf 0", PlayabilityVerdict.High10)]
    [InlineData("640x480", "-pix_fmt yuv420p -bf 0 -flags +ildct+ilme", PlayabilityVerdict.Interlaced)]
    public async Task TryParse_RealStream_KnowsSizeRateAndPlayability(string size, string encoder, PlayabilityVerdict verdict)
    {
        var clip = await H264Clip.EncodeAsync(size, 6, encoder, TestContext.Current.CancellationToken);
        var sps = Find(clip, H264NalType.Sps);
        var format = RtpBuilder.Video.WithParameterSets(sps, Find(clip, H264NalType.Pps));
        Assert.Equal(size, $"{format.Width}x{format.Height}");
        Assert.Equal(25, format.FramesPerSecond);
        Assert.Equal(verdict, Playability.OfTrack(format));
    }

    [Fact]
    public async Task IsBSlice_RealStream_FindsThemOnlyWhereTheyAre()
    {
        var with = await H264Clip.EncodeAsync("320x240", 20, "-pix_fmt yuv420p -bf 2", TestContext.Current.CancellationToken);
        var without = await H264Clip.EncodeAsync("320x240", 20, "-pix_fmt yuv420p -bf 0", TestContext.Current.CancellationToken);
        Assert.Contains(Nals(with), nal => H264Nal.IsBSlice(nal));
        Assert.DoesNotContain(Nals(without), nal => H264Nal.IsBSlice(nal));
        Assert.Equal(20, Nals(without).Count(nal => H264Nal.IsFirstSlice(nal)));
    }

    [Theory]
    [InlineData(CodecKind.H265, PlayabilityVerdict.H265)]
    [InlineData(CodecKind.Mjpeg, PlayabilityVerdict.Mjpeg)]
    [InlineData(CodecKind.Aac, PlayabilityVerdict.Aac)]
    [InlineData(CodecKind.G726, PlayabilityVerdict.OtherCodec)]
    [InlineData(CodecKind.Opus, PlayabilityVerdict.Playable)]
    [InlineData(CodecKind.H264, PlayabilityVerdict.Playable)]
    public void OfTrack_ByCodecAlone_Decides(CodecKind codec, PlayabilityVerdict verdict) =>
        Assert.Equal(verdict, Playability.OfTrack(RtpBuilder.Video with { Codec = codec }));

    [Fact]
    public void OfTrack_BSliceSeen_SaysSoWithoutAnSps() =>
        Assert.Equal(PlayabilityVerdict.BFrames, Playability.OfTrack(RtpBuilder.Video with { HasBFrames = true }));

    [Theory, MemberData(nameof(CrashCorpus.Rows), "h264", MemberType = typeof(CrashCorpus))]
    public void TryParse_OldCrasher_GivesAVerdict(string file) => AssertVerdict(CrashCorpus.Read("h264", file));

    [Property(MaxTest = 5_000)]
    public void TryParse_AnyBytes_GivesAVerdict(byte profile, byte[] rest) => AssertVerdict([0x67, profile, .. rest]);

    [Property(MaxTest = 2_000)]
    public void TryParse_RealSpsWithOneByteChanged_GivesAVerdict(int at, byte value)
    {
        var sps = (byte[])RtpBuilder.Sps.Clone();
        sps[(uint)at % sps.Length] = value;
        AssertVerdict(sps);
    }

    private static void AssertVerdict(byte[] nal)
    {
        if (H264Sps.TryParse(nal, out var sps))
        {
            Assert.InRange(sps.Width, 1, 16_384);
            Assert.InRange(sps.Height, 1, 32_768);
            Assert.InRange(sps.BitDepth, 8, 14);
        }
        H264Nal.IsBSlice(nal);
        H264Nal.IsFirstSlice(nal);
    }

    private static ImmutableArray<byte> Find(byte[] clip, H264NalType type) => [.. Nals(clip).First(nal => H264Nal.TypeOf(nal[0]) == type)];

    private static List<byte[]> Nals(byte[] clip)
    {
        var nals = new List<byte[]>();
        ReadOnlySpan<byte> rest = clip;
        while (H264Nal.TryReadAnnexB(ref rest, out var nal))
        {
            nals.Add(nal.ToArray());
        }
        return nals;
    }
}
