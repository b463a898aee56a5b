using Command.Media.Buffers;

namespace Command.Media.Codecs;

/// <summary>Facts about single NAL units of ITU-T H.264 (§7.3.1). No state.</summary>
internal static class H264Nal
{
    /// <summary>The type in a NAL header byte.</summary>
    public static H264NalType TypeOf(byte header) => (H264NalType)(header & 0x1F);

    /// <summary>Whether the type is a coded slice of a picture (types 1 to 5).</summary>
    public static bool IsSlice(H264NalType type) => (int)type is >= 1 and <= 5;

    /// <summary>Whether a NAL unit is a slice with bidirectional prediction.</summary>
    /// <param name="nal">The NAL unit from its header byte on; its first 16 bytes are enough.</param>
    public static bool IsBSlice(ReadOnlySpan<byte> nal)
    {
        // slice_type: 1 and 6 mean B (table 7-6).
        return TryReadSliceHeader(nal, out _, out var sliceType) && sliceType % 5 == 1;
    }

    /// <summary>Whether a NAL unit is the first slice of its picture.</summary>
    /// <param name="nal">The NAL unit from its header byte on; its first 16 bytes are enough.</param>
    public static bool IsFirstSlice(ReadOnlySpan<byte> nal) =>
        TryReadSliceHeader(nal, out var firstMacroblock, out _) && firstMacroblock == 0;

    /// <summary>Removes emulation prevention bytes (§7.4.1): 00 00 03 becomes 00 00.</summary>
    /// <param name="nal">Escaped bytes.</param>
    /// <param name="destination">At least as long; may not overlap.</param>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> nal, Span<byte> destination)
    {
        var zeros = 0;
        var length = 0;
        foreach (var value in nal)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            destination[length++] = value;
        }
        return length;
    }

    /// <summary>Finds the next start code (00 00 01) at or after <paramref name="from"/>.</summary>
    /// <returns>Index of its first zero, or -1.</returns>
    public static int IndexOfStartCode(ReadOnlySpan<byte> data, int from)
    {
        var found = data[from..].IndexOf([(byte)0, (byte)0, (byte)1]);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>Takes the next NAL unit out of an Annex B byte stream.</summary>
    /// <param name="stream">The rest of the stream; moved behind the unit.</param>
    /// <param name="nal">The unit without start code and trailing zeros.</param>
    public static bool TryReadAnnexB(scoped ref ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> nal)
    {
        while (true)
        {
            nal = default;
            var start = IndexOfStartCode(stream, 0);
            if (start < 0)
            {
                stream = default;
                return false;
            }
            start += 3;
            var end = IndexOfStartCode(stream, start);
            var unit = end < 0 ? stream[start..] : stream[start..end];
            stream = end < 0 ? default : stream[end..];
            unit = unit.TrimEnd((byte)0);
            if (!unit.IsEmpty)
            {
                nal = unit;
                return true;
            }
        }
    }

    private static bool TryReadSliceHeader(ReadOnlySpan<byte> nal, out uint firstMacroblock, out uint sliceType)
    {
        firstMacroblock = 0;
        sliceType = 0;
        if (nal.Length < 2 || TypeOf(nal[0]) is not (H264NalType.Slice or H264NalType.PartitionA or H264NalType.Idr))
        {
            return false;
        }
        Span<byte> raw = stackalloc byte[16];
        var length = Unescape(nal[1..Math.Min(nal.Length, 17)], raw);
        var bits = new BitReader(raw[..length]);
        firstMacroblock = bits.ReadUnsignedGolomb();
        sliceType = bits.ReadUnsignedGolomb();
        return !bits.IsExhausted;
    }
}
