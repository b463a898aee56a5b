namespace Command.Media.Ffmpeg;

/// <summary>
/// Structure offsets in bytes and constants of FFmpeg 5.1 (libavcodec 59, libavutil 57, libswscale 6) on LP64 systems,
/// measured on 5.1.9. Nothing outside this folder reads native memory.
/// </summary>
internal static class LibAvLayout
{
    public const int UtilMajor = 57;
    public const int CodecMajor = 59;
    public const int ScaleMajor = 6;

    // AVPacket
    public const int PacketData = 24;
    public const int PacketSize = 32;

    // AVFrame: data[8] at 0, linesize[8] at 64
    public const int FrameLineSizes = 64;
    public const int FrameWidth = 104;
    public const int FrameHeight = 108;
    public const int FrameFormat = 116;
    public const int FramePts = 136;
    public const int FrameQuality = 168;
    public const int FrameColorRange = 320;
    public const int FrameColorSpace = 332;

    // AVCodecID
    public const int CodecMjpeg = 7;
    public const int CodecH264 = 27;
    public const int CodecVp8 = 139;
    public const int CodecHevc = 173;

    // AVPixelFormat
    public const int PixelBgr24 = 3;
    public const int PixelYuvj420 = 12;
    public const int PixelYuvj422 = 13;
    public const int PixelYuvj444 = 14;

    // AVColorRange, AVColorSpace
    public const int RangeFull = 2;
    public const int SpaceUnspecified = 2;
    public const int SpaceBt709 = 1;
    public const int SpaceBt601 = 5;

    /// <summary>AVERROR(EAGAIN): feed more before the next answer.</summary>
    public const int TryAgain = -11;

    /// <summary>AV_LOG_FATAL: below it, broken pictures from outside would fill the log.</summary>
    public const int LogFatal = 8;

    /// <summary>SWS_BICUBIC.</summary>
    public const int ScaleBicubic = 4;

    /// <summary>SWS_AREA: averages, so that a reduced picture does not sparkle.</summary>
    public const int ScaleArea = 32;

    /// <summary>FF_QP2LAMBDA: quality is given in lambda units.</summary>
    public const int QualityUnit = 118;
}
