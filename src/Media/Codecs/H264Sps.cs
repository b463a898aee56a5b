using Command.Media.Buffers;

namespace Command.Media.Codecs;

/// <summary>Facts from an H.264 sequence parameter set (ITU-T H.264 §7.3.2.1.1, Annex E.1.1).</summary>
/// <param name="ProfileIdc">Profile: 66 baseline, 77 main, 100 high, 110 high 10, 122 high 4:2:2, 244 high 4:4:4.</param>
/// <param name="LevelIdc">Level times ten.</param>
/// <param name="Width">Width in pixels after cropping.</param>
/// <param name="Height">Height in pixels after cropping.</param>
/// <param name="ChromaFormat">0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</param>
/// <param name="BitDepth">Bits per sample, the larger of luma and chroma.</param>
/// <param name="FrameMacroblocksOnly">False if pictures may be interlaced.</param>
/// <param name="MaxReorderFrames">Frames that may precede another in decoding and follow it in output; -1 if not stated.</param>
/// <param name="FramesPerSecond">By the VUI timing, or null.</param>
internal readonly record struct H264Sps(
    int ProfileIdc,
    int LevelIdc,
    int Width,
    int Height,
    int ChromaFormat,
    int BitDepth,
    bool FrameMacroblocksOnly,
    int MaxReorderFrames,
    double? FramesPerSecond
)
{
    private const int MaximumLength = 1024;
    private const int MaximumMacroblocks = 1024;

    /// <summary>Reads a sequence parameter set.</summary>
    /// <param name="nal">The NAL unit from its header byte on, still escaped, without start code.</param>
    /// <param name="sps">The facts.</param>
    /// <returns><see langword="false"/> if it is not one, is damaged or states an impossible size.</returns>
    public static bool TryParse(ReadOnlySpan<byte> nal, out H264Sps sps)
    {
        sps = default;
        if (nal.Length < 4 || nal.Length > MaximumLength || H264Nal.TypeOf(nal[0]) != H264NalType.Sps)
        {
            return false;
        }
        Span<byte> raw = stackalloc byte[MaximumLength];
        var length = H264Nal.Unescape(nal[1..], raw);
        var bits = new BitReader(raw[..length]);
        var profile = (int)bits.ReadBits(8);
        bits.Skip(8);
        var level = (int)bits.ReadBits(8);
        bits.ReadUnsignedGolomb();
        var chroma = 1;
        var depth = 8;
        if (HasChromaFormat(profile) && !TryReadChroma(ref bits, out chroma, out depth))
        {
            return false;
        }
        bits.ReadUnsignedGolomb();
        if (!TrySkipPictureOrder(ref bits))
        {
            return false;
        }
        bits.ReadUnsignedGolomb();
        bits.Skip(1);
        var columns = bits.ReadUnsignedGolomb() + 1L;
        var rows = bits.ReadUnsignedGolomb() + 1L;
        var frameOnly = bits.ReadFlag();
        if (!frameOnly)
        {
            bits.Skip(1);
        }
        bits.Skip(1);
        if (columns > MaximumMacroblocks || rows > MaximumMacroblocks)
        {
            return false;
        }
        var width = (int)columns * 16;
        var height = (int)rows * 16 * (frameOnly ? 1 : 2);
        if (bits.ReadFlag() && !TryCrop(ref bits, chroma, frameOnly, ref width, ref height))
        {
            return false;
        }
        var hasVui = bits.ReadFlag();
        if (bits.IsExhausted)
        {
            return false;
        }
        var reorder = -1;
        double? rate = null;
        if (hasVui)
        {
            // A cut-off VUI spoils only what it would have stated (seen with stray and missing bytes after the SPS of cameras).
            ReadVui(ref bits, out reorder, out rate);
        }
        sps = new H264Sps(profile, level, width, height, chroma, depth, frameOnly, reorder, rate);
        return true;
    }

    private static bool HasChromaFormat(int profile) =>
        profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    private static bool TryReadChroma(ref BitReader bits, out int chroma, out int depth)
    {
        var format = bits.ReadUnsignedGolomb();
        if (format == 3)
        {
            bits.Skip(1);
        }
        var luma = bits.ReadUnsignedGolomb();
        var chromaDepth = bits.ReadUnsignedGolomb();
        bits.Skip(1);
        chroma = (int)Math.Min(format, 3);
        depth = 8 + (int)Math.Min(Math.Max(luma, chromaDepth), 6);
        if (format > 3 || luma > 6 || chromaDepth > 6)
        {
            return false;
        }
        if (bits.ReadFlag())
        {
            var lists = format == 3 ? 12 : 8;
            for (var i = 0; i < lists; i++)
            {
                if (bits.ReadFlag())
                {
                    SkipScalingList(ref bits, i < 6 ? 16 : 64);
                }
            }
        }
        return !bits.IsExhausted;
    }

    private static void SkipScalingList(ref BitReader bits, int size)
    {
        var last = 8;
        var next = 8;
        for (var i = 0; i < size && !bits.IsExhausted; i++)
        {
            if (next != 0)
            {
                next = (last + bits.ReadSignedGolomb() + 256) & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    private static bool TrySkipPictureOrder(ref BitReader bits)
    {
        var type = bits.ReadUnsignedGolomb();
        if (type == 0)
        {
            bits.ReadUnsignedGolomb();
        }
        else if (type == 1)
        {
            bits.Skip(1);
            bits.ReadSignedGolomb();
            bits.ReadSignedGolomb();
            var cycle = bits.ReadUnsignedGolomb();
            if (cycle > 255)
            {
                return false;
            }
            for (var i = 0; i < cycle; i++)
            {
                bits.ReadSignedGolomb();
            }
        }
        return type <= 2;
    }

    private static bool TryCrop(ref BitReader bits, int chroma, bool frameOnly, ref int width, ref int height)
    {
        long left = bits.ReadUnsignedGolomb();
        long right = bits.ReadUnsignedGolomb();
        long top = bits.ReadUnsignedGolomb();
        long bottom = bits.ReadUnsignedGolomb();
        var unitX = chroma is 1 or 2 ? 2 : 1;
        var unitY = (chroma == 1 ? 2 : 1) * (frameOnly ? 1 : 2);
        var croppedWidth = width - ((left + right) * unitX);
        var croppedHeight = height - ((top + bottom) * unitY);
        if (croppedWidth <= 0 || croppedHeight <= 0)
        {
            return false;
        }
        width = (int)croppedWidth;
        height = (int)croppedHeight;
        return true;
    }

    private static void ReadVui(ref BitReader bits, out int reorder, out double? rate)
    {
        reorder = -1;
        rate = null;
        if (bits.ReadFlag() && bits.ReadBits(8) == 255)
        {
            bits.Skip(32);
        }
        if (bits.ReadFlag())
        {
            bits.Skip(1);
        }
        if (bits.ReadFlag())
        {
            bits.Skip(4);
            if (bits.ReadFlag())
            {
                bits.Skip(24);
            }
        }
        if (bits.ReadFlag())
        {
            bits.ReadUnsignedGolomb();
            bits.ReadUnsignedGolomb();
        }
        if (bits.ReadFlag())
        {
            var unitsInTick = bits.ReadBits(32);
            var timeScale = bits.ReadBits(32);
            bits.Skip(1);
            if (!bits.IsExhausted && unitsInTick != 0 && timeScale != 0)
            {
                // Two ticks per frame: a tick is a field (Annex E.2.1).
                var stated = timeScale / (2.0 * unitsInTick);
                rate = stated is > 0 and <= 240 ? stated : null;
            }
        }
        var hasNalHrd = bits.ReadFlag();
        if (hasNalHrd)
        {
            SkipHrd(ref bits);
        }
        var hasVclHrd = bits.ReadFlag();
        if (hasVclHrd)
        {
            SkipHrd(ref bits);
        }
        if (hasNalHrd || hasVclHrd)
        {
            bits.Skip(1);
        }
        bits.Skip(1);
        if (bits.ReadFlag())
        {
            bits.Skip(1);
            bits.ReadUnsignedGolomb();
            bits.ReadUnsignedGolomb();
            bits.ReadUnsignedGolomb();
            bits.ReadUnsignedGolomb();
            var frames = bits.ReadUnsignedGolomb();
            reorder = bits.IsExhausted || frames > 16 ? -1 : (int)frames;
        }
    }

    private static void SkipHrd(ref BitReader bits)
    {
        var count = Math.Min(bits.ReadUnsignedGolomb(), 31) + 1;
        bits.Skip(8);
        for (var i = 0; i < count && !bits.IsExhausted; i++)
        {
            bits.ReadUnsignedGolomb();
            bits.ReadUnsignedGolomb();
            bits.Skip(1);
        }
        bits.Skip(20);
    }
}
