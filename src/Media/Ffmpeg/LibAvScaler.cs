namespace Command.Media.Ffmpeg;

/// <summary>Conversions between decoded pictures and packed BGR, with the colour matrix that the picture was made with.</summary>
internal static unsafe class LibAvScaler
{
    private const int One = 1 << 16;

    /// <summary>
    /// Writes a decoded picture as packed 24-bit BGR of the wanted size (rows of <c>3 × width</c> bytes without padding).
    /// False when the pixel format cannot be converted.
    /// </summary>
    public static bool TryToBgr(LibAv av, nint frame, int width, int height, Span<byte> bgr)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bgr.Length, width * height * 3);
        var sourceWidth = LibAv.ReadInt(frame, LibAvLayout.FrameWidth);
        var sourceHeight = LibAv.ReadInt(frame, LibAvLayout.FrameHeight);
        var format = LibAv.ReadInt(frame, LibAvLayout.FrameFormat);
        var method = width < sourceWidth ? LibAvLayout.ScaleArea : LibAvLayout.ScaleBicubic;
        var scaler = av.ScaleOpen(sourceWidth, sourceHeight, format, width, height, LibAvLayout.PixelBgr24, method, 0, 0, 0);
        if (scaler == 0)
        {
            return false;
        }

        try
        {
            var coefficients = av.ScaleCoefficients(ColorSpace(frame, sourceHeight));
            _ = av.ScaleSetColors(scaler, coefficients, IsFullRange(frame, format) ? 1 : 0, coefficients, 1, 0, One, One);
            fixed (byte* target = bgr)
            {
                var planes = stackalloc byte*[4] { target, null, null, null };
                var strides = stackalloc int[4] { width * 3, 0, 0, 0 };
                return av.ScaleRun(scaler, (byte**)frame, (int*)(frame + LibAvLayout.FrameLineSizes), 0, sourceHeight, planes, strides)
                    == height;
            }
        }
        finally
        {
            av.ScaleClose(scaler);
        }
    }

    /// <summary>Fills an AVFrame that has buffers (full-range 4:2:0, as JPEG wants it) from packed BGR of the same size.</summary>
    public static bool TryFromBgr(LibAv av, ReadOnlySpan<byte> bgr, int width, int height, nint frame)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bgr.Length, width * height * 3);
        var format = LibAv.ReadInt(frame, LibAvLayout.FrameFormat);
        var scaler = av.ScaleOpen(width, height, LibAvLayout.PixelBgr24, width, height, format, LibAvLayout.ScaleBicubic, 0, 0, 0);
        if (scaler == 0)
        {
            return false;
        }

        try
        {
            fixed (byte* source = bgr)
            {
                var planes = stackalloc byte*[4] { source, null, null, null };
                var strides = stackalloc int[4] { width * 3, 0, 0, 0 };
                return av.ScaleRun(scaler, planes, strides, 0, height, (byte**)frame, (int*)(frame + LibAvLayout.FrameLineSizes)) == height;
            }
        }
        finally
        {
            av.ScaleClose(scaler);
        }
    }

    /// <summary>Cameras seldom say which matrix they used; like browsers, take BT.709 for HD and BT.601 below.</summary>
    private static int ColorSpace(nint frame, int height)
    {
        var space = LibAv.ReadInt(frame, LibAvLayout.FrameColorSpace);
        if (space != LibAvLayout.SpaceUnspecified)
        {
            return space;
        }

        return height >= 720 ? LibAvLayout.SpaceBt709 : LibAvLayout.SpaceBt601;
    }

    private static bool IsFullRange(nint frame, int format) =>
        LibAv.ReadInt(frame, LibAvLayout.FrameColorRange) == LibAvLayout.RangeFull
        || format is LibAvLayout.PixelYuvj420 or LibAvLayout.PixelYuvj422 or LibAvLayout.PixelYuvj444;
}
