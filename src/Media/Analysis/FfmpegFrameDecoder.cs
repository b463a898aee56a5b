using Command.Media.Codecs;
using Command.Media.Ffmpeg;

namespace Command.Media.Analysis;

/// <summary>
/// Decodes by libavcodec. It reads bytes that cameras made, so it runs in worker processes only. Each picture gets a fresh
/// decoder: opening one costs well under a millisecond, and nothing of a broken picture is left for the next.
/// </summary>
internal sealed class FfmpegFrameDecoder(LibAv libraries) : IFrameDecoder
{
    /// <inheritdoc/>
    public FrameVerdict Decode(ReadOnlySpan<byte> accessUnit, CodecKind codec, int maxWidth, out VideoFrame? frame)
    {
        frame = null;
        if (CodecId(codec) is not { } codecId)
        {
            return FrameVerdict.UnsupportedCodec;
        }

        using var decoder = LibAvDecoder.TryOpen(libraries, codecId);
        if (decoder is null)
        {
            return FrameVerdict.UnsupportedCodec;
        }

        if (!decoder.TryDecode(accessUnit))
        {
            return FrameVerdict.Undecodable;
        }

        var (width, height) = Fit(decoder.Width, decoder.Height, maxWidth);
        var picture = new VideoFrame(width, height);
        if (!LibAvScaler.TryToBgr(libraries, decoder.Frame, width, height, picture.Pixels.Span))
        {
            return FrameVerdict.Undecodable;
        }

        frame = picture;
        return FrameVerdict.Decoded;
    }

    /// <summary>The size to decode to: never larger than the picture, the same shape, even sides as 4:2:0 likes them.</summary>
    internal static (int Width, int Height) Fit(int width, int height, int maxWidth)
    {
        if (maxWidth <= 0 || width <= maxWidth)
        {
            return (width, height);
        }

        var reducedWidth = Math.Max(2, maxWidth & ~1);
        var reducedHeight = (int)Math.Round((double)height * reducedWidth / width / 2) * 2;
        return (reducedWidth, Math.Max(2, reducedHeight));
    }

    private static int? CodecId(CodecKind codec) =>
        codec switch
        {
            CodecKind.H264 => LibAvLayout.CodecH264,
            CodecKind.H265 => LibAvLayout.CodecHevc,
            CodecKind.Mjpeg => LibAvLayout.CodecMjpeg,
            CodecKind.Vp8 => LibAvLayout.CodecVp8,
            _ => null,
        };
}
