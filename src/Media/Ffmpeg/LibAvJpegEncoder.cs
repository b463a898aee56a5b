using System.Buffers;

namespace Command.Media.Ffmpeg;

/// <summary>Encodes packed BGR pictures as JPEG by libavcodec's MJPEG encoder. Stateless between pictures; one thread per call.</summary>
internal static unsafe class LibAvJpegEncoder
{
    /// <summary>Encodes one picture. False when the encoder refuses it; then nothing useful was written.</summary>
    /// <param name="av">The bound libraries.</param>
    /// <param name="bgr">Packed rows of <c>3 × width</c> bytes.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="quantizer">2 (best) to 31 (smallest).</param>
    /// <param name="jpeg">Receives the whole file, FF D8 to FF D9.</param>
    public static bool TryEncode(LibAv av, ReadOnlySpan<byte> bgr, int width, int height, int quantizer, IBufferWriter<byte> jpeg)
    {
        var codec = av.FindEncoder(LibAvLayout.CodecMjpeg);
        var context = codec == 0 ? 0 : av.ContextAlloc(codec);
        var frame = av.FrameAlloc();
        var packet = av.PacketAlloc();
        try
        {
            return context != 0
                && frame != 0
                && packet != 0
                && TryOpen(av, context, codec, width, height, quantizer)
                && TryFill(av, frame, bgr, width, height, quantizer)
                && TryRun(av, context, frame, packet, jpeg);
        }
        finally
        {
            av.PacketFree(&packet);
            av.FrameFree(&frame);
            av.ContextFree(&context);
        }
    }

    private static bool TryOpen(LibAv av, nint context, nint codec, int width, int height, int quantizer)
    {
        fixed (
            byte* size = "video_size"u8,
                pixels = "pixel_format"u8,
                timeBase = "time_base"u8
        )
        {
            return av.OptionSetImageSize(context, size, width, height, 0) >= 0
                && av.OptionSetPixelFormat(context, pixels, LibAvLayout.PixelYuvj420, 0) >= 0
                && av.OptionSetRational(context, timeBase, (1L << 32) | 1, 0) >= 0 // 1/1: required, meaningless for a still
                && av.SetOption(context, "flags"u8, "+qscale"u8)
                && av.SetOption(context, "global_quality"u8, LibAvLayout.QualityUnit * quantizer)
                && av.SetOption(context, "threads"u8, 1)
                && av.ContextOpen(context, codec, null) >= 0;
        }
    }

    private static bool TryFill(LibAv av, nint frame, ReadOnlySpan<byte> bgr, int width, int height, int quantizer)
    {
        LibAv.WriteInt(frame, LibAvLayout.FrameWidth, width);
        LibAv.WriteInt(frame, LibAvLayout.FrameHeight, height);
        LibAv.WriteInt(frame, LibAvLayout.FrameFormat, LibAvLayout.PixelYuvj420);
        LibAv.WriteInt(frame, LibAvLayout.FrameColorRange, LibAvLayout.RangeFull);
        LibAv.WriteInt(frame, LibAvLayout.FrameQuality, LibAvLayout.QualityUnit * quantizer);
        *(long*)(frame + LibAvLayout.FramePts) = 0;
        return av.FrameGetBuffer(frame, 0) >= 0 && LibAvScaler.TryFromBgr(av, bgr, width, height, frame);
    }

    private static bool TryRun(LibAv av, nint context, nint frame, nint packet, IBufferWriter<byte> jpeg)
    {
        if (av.SendFrame(context, frame) < 0 || av.SendFrame(context, 0) < 0 || av.ReceivePacket(context, packet) < 0)
        {
            return false;
        }

        var size = LibAv.ReadInt(packet, LibAvLayout.PacketSize);
        jpeg.Write(new ReadOnlySpan<byte>(*(void**)(packet + LibAvLayout.PacketData), size));
        return size > 0;
    }
}
