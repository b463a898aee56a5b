using System.Buffers;
using Command.Media.Analysis;
using Command.Media.Codecs;
using Command.Media.Ffmpeg;
using Command.Media.Tests.Ffmpeg;

namespace Command.Media.Tests.Analysis;

public sealed class FfmpegFrameDecoderTests
{
    private readonly LibAv _libraries = Load();

    [Theory]
    [InlineData("libx264", "h264", CodecKind.H264)]
    [InlineData("libx265 -x265-params log-level=none", "hevc", CodecKind.H265)]
    [InlineData("mjpeg", "mjpeg", CodecKind.Mjpeg)]
    public async Task Decode_RealKeyFrame_HasItsSizeAndColours(string encoder, string format, CodecKind codec)
    {
        var keyFrame = await FfmpegCommand.KeyFrameAsync("320x180", encoder, format, TestContext.Current.CancellationToken);

        var verdict = new FfmpegFrameDecoder(_libraries).Decode(keyFrame, codec, 0, out var frame);

        Assert.Equal(FrameVerdict.Decoded, verdict);
        Assert.NotNull(frame);
        Assert.Equal((320, 180, 960), (frame.Width, frame.Height, frame.Stride));
        // testsrc2 starts with a red bar: blue, green, red at the middle of the left edge below the lines.
        var pixel = frame.Pixels.Span.Slice((60 * frame.Stride) + (20 * 3), 3);
        Assert.True(pixel[0] < 40 && pixel[1] < 40 && pixel[2] > 215, $"BGR {pixel[0]} {pixel[1]} {pixel[2]}");
    }

    [Fact]
    public async Task Decode_WiderThanAsked_IsReducedInShape()
    {
        var keyFrame = await FfmpegCommand.KeyFrameAsync("1280x720", "libx264", "h264", TestContext.Current.CancellationToken);

        _ = new FfmpegFrameDecoder(_libraries).Decode(keyFrame, CodecKind.H264, 641, out var frame);

        Assert.Equal((640, 360), (frame?.Width, frame?.Height));
    }

    [Fact]
    public async Task Decode_CutShort_NeverCrashesAndTheNextPictureIsWhole()
    {
        var keyFrame = await FfmpegCommand.KeyFrameAsync("320x180", "libx264", "h264", TestContext.Current.CancellationToken);
        var decoder = new FfmpegFrameDecoder(_libraries);
        for (var length = 0; length < keyFrame.Length; length += 61)
        {
            var verdict = decoder.Decode(keyFrame.AsSpan(0, length), CodecKind.H264, 0, out var partial);
            Assert.Equal(verdict == FrameVerdict.Decoded, partial is not null);
        }

        Assert.Equal(FrameVerdict.Decoded, decoder.Decode(keyFrame, CodecKind.H264, 0, out _));
    }

    [Fact]
    public void Decode_RandomBytes_IsUndecodable()
    {
        var random = new Random(20261124);
        var bytes = new byte[4096];
        for (var round = 0; round < 50; round++)
        {
            random.NextBytes(bytes);
            Assert.Equal(FrameVerdict.Undecodable, new FfmpegFrameDecoder(_libraries).Decode(bytes, CodecKind.H264, 0, out _));
        }
    }

    [Fact]
    public void Decode_AudioCodec_IsUnsupported() =>
        Assert.Equal(FrameVerdict.UnsupportedCodec, new FfmpegFrameDecoder(_libraries).Decode([1, 2, 3], CodecKind.Opus, 0, out _));

    [Theory]
    [InlineData(1920, 1080, 0, 1920, 1080)]
    [InlineData(1920, 1080, 1920, 1920, 1080)]
    [InlineData(1920, 1080, 640, 640, 360)]
    [InlineData(2592, 1944, 641, 640, 480)]
    [InlineData(704, 576, 1, 2, 2)]
    public void Fit_AnySize_KeepsShape(int width, int height, int maxWidth, int fitWidth, int fitHeight) =>
        Assert.Equal((fitWidth, fitHeight), FfmpegFrameDecoder.Fit(width, height, maxWidth));

    [Fact]
    public async Task TryEncode_ColourBars_SurviveInTheJpeg()
    {
        var frame = new VideoFrame(64, 48);
        for (var pixel = 0; pixel < 64 * 48; pixel++)
        {
            var isRight = pixel % 64 >= 32;
            frame.Pixels.Span[pixel * 3] = isRight ? (byte)255 : (byte)0; // blue right, red left
            frame.Pixels.Span[(pixel * 3) + 2] = isRight ? (byte)0 : (byte)255;
        }

        var jpeg = new ArrayBufferWriter<byte>();
        Assert.True(new StillEncoder(_libraries).TryEncode(frame, jpeg));

        var rgb = await FfmpegCommand.JpegToRgbAsync(jpeg.WrittenMemory, TestContext.Current.CancellationToken);
        Assert.Equal(64 * 48 * 3, rgb.Length);
        Assert.True(rgb[(24 * 64 * 3) + (8 * 3)] > 235, "left is red");
        Assert.True(rgb[(24 * 64 * 3) + (56 * 3) + 2] > 235, "right is blue");
    }

    [Fact]
    public void TryEncode_OddSides_IsAJpeg()
    {
        var jpeg = new ArrayBufferWriter<byte>();

        Assert.True(new StillEncoder(_libraries).TryEncode(new VideoFrame(33, 17), jpeg));
        Assert.Equal([0xFF, 0xD8], jpeg.WrittenSpan[..2].ToArray());
        Assert.Equal([0xFF, 0xD9], jpeg.WrittenSpan[^2..].ToArray());
    }

    private static LibAv Load()
    {
        var availability = FfmpegLibraries.TryLoad(null, out var libraries);
        Assert.True(availability.IsAvailable, availability.Message);
        Assert.NotNull(libraries);
        return libraries;
    }
}
