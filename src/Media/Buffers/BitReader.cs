namespace Command.Media.Buffers;

/// <summary>
/// Reads bits, most significant first, and Exp-Golomb codes (ITU-T H.264 §9.1) from a raw byte sequence payload.
/// </summary>
/// <remarks>
/// Reading past the end gives zeros and sets <see cref="IsExhausted"/> for good, so a parser checks once at the end instead of after
/// every field. Loops over counts that were read must be bounded by the parser.
/// </remarks>
internal ref struct BitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private long _position;

    /// <summary>Whether more was read than there was, or a code was longer than any valid one.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Bits that are left.</summary>
    public readonly long BitsLeft => (_data.Length * 8L) - _position;

    /// <summary>Reads one bit.</summary>
    public bool ReadFlag() => ReadBits(1) != 0;

    /// <summary>Reads <paramref name="count"/> bits, 0 to 32.</summary>
    public uint ReadBits(int count)
    {
        if (count > BitsLeft)
        {
            IsExhausted = true;
            _position = _data.Length * 8L;
            return 0;
        }
        uint value = 0;
        for (var i = 0; i < count; i++)
        {
            var bit = (_data[(int)(_position >> 3)] >> (7 - (int)(_position & 7))) & 1;
            value = (value << 1) | (uint)bit;
            _position++;
        }
        return value;
    }

    /// <summary>Skips <paramref name="count"/> bits, 0 or more.</summary>
    public void Skip(int count)
    {
        if (count > BitsLeft)
        {
            IsExhausted = true;
            _position = _data.Length * 8L;
            return;
        }
        _position += count;
    }

    /// <summary>Reads an unsigned Exp-Golomb code, ue(v).</summary>
    public uint ReadUnsignedGolomb()
    {
        var zeros = 0;
        while (!ReadFlag())
        {
            if (IsExhausted || ++zeros > 31)
            {
                IsExhausted = true;
                return 0;
            }
        }
        return (uint)((1UL << zeros) - 1 + ReadBits(zeros));
    }

    /// <summary>Reads a signed Exp-Golomb code, se(v).</summary>
    public int ReadSignedGolomb()
    {
        var code = ReadUnsignedGolomb();
        var magnitude = (int)((code + 1L) >> 1);
        return (code & 1) == 1 ? magnitude : -magnitude;
    }
}
