namespace Command.Media.Rtp;

/// <summary>
/// Iterates the elements of a header extension in the one-byte (0xBEDE) or two-byte (0x100x) form (RFC 8285 §4.2, §4.3). Elements that
/// run past the end stop the iteration; another profile has no elements. Borrows the bytes.
/// </summary>
internal ref struct RtpHeaderExtensions(ushort profile, ReadOnlySpan<byte> data)
{
    private const ushort OneByteProfile = 0xBEDE;

    private readonly bool _oneByte = profile == OneByteProfile;
    private ReadOnlySpan<byte> _rest = profile == OneByteProfile || (profile & 0xFFF0) == 0x1000 ? data : default;

    /// <summary>Moves to the next element.</summary>
    /// <param name="id">1 to 14 (one-byte form) or 1 to 255.</param>
    /// <param name="value">The element's bytes; may be empty in the two-byte form.</param>
    public bool TryReadNext(out int id, out ReadOnlySpan<byte> value)
    {
        id = 0;
        value = default;
        while (!_rest.IsEmpty && _rest[0] == 0)
        {
            _rest = _rest[1..];
        }
        if (_rest.IsEmpty)
        {
            return false;
        }
        int header;
        int length;
        if (_oneByte)
        {
            id = _rest[0] >> 4;
            header = 1;
            length = (_rest[0] & 0x0F) + 1;
            if (id == 15)
            {
                // Reserved: everything from here on is to be ignored (RFC 8285 §4.2).
                _rest = default;
                return false;
            }
        }
        else
        {
            if (_rest.Length < 2)
            {
                return false;
            }
            id = _rest[0];
            header = 2;
            length = _rest[1];
        }
        if (header + length > _rest.Length)
        {
            _rest = default;
            return false;
        }
        value = _rest.Slice(header, length);
        _rest = _rest[(header + length)..];
        return true;
    }

    /// <summary>Finds one element from here on.</summary>
    public bool TryFind(int id, out ReadOnlySpan<byte> value)
    {
        while (TryReadNext(out var found, out value))
        {
            if (found == id)
            {
                return true;
            }
        }
        return false;
    }
}
