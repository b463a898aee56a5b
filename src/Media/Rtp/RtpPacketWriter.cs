using System.Buffers.Binary;

namespace Command.Media.Rtp;

/// <summary>
/// Writes an RTP header and one-byte header extensions (RFC 3550 §5.1, RFC 8285 §4.2) into the caller's span.
/// </summary>
internal ref struct RtpPacketWriter
{
    private readonly Span<byte> _destination;
    private int _length;
    private int _extensionStart;

    /// <summary>Writes the fixed header.</summary>
    /// <param name="destination">Room for the whole packet, at least 12 bytes.</param>
    /// <param name="marker">Marker bit.</param>
    /// <param name="payloadType">0 to 127.</param>
    /// <param name="sequenceNumber">Sequence number.</param>
    /// <param name="timestamp">RTP timestamp.</param>
    /// <param name="ssrc">Synchronisation source.</param>
    public RtpPacketWriter(Span<byte> destination, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        _destination = destination;
        WriteHeader(destination, marker, payloadType, sequenceNumber, timestamp, ssrc);
        _length = RtpPacketView.FixedHeaderLength;
    }

    /// <summary>Writes a fixed header without extensions.</summary>
    /// <returns>Its length, 12.</returns>
    public static int WriteHeader(Span<byte> destination, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        // The last byte first: one bounds check for all.
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequenceNumber);
        destination[1] = (byte)((marker ? 0x80 : 0) | (payloadType & 0x7F));
        destination[0] = 0x80;
        return RtpPacketView.FixedHeaderLength;
    }

    /// <summary>Adds an extension element; all of them before the payload.</summary>
    /// <param name="id">1 to 14.</param>
    /// <param name="value">1 to 16 bytes.</param>
    public void AddExtension(int id, scoped ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(id is >= 1 and <= 14, true, nameof(id));
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length is >= 1 and <= 16, true, nameof(value));
        if (_extensionStart == 0)
        {
            _destination[0] |= 0x10;
            BinaryPrimitives.WriteUInt16BigEndian(_destination[_length..], 0xBEDE);
            _extensionStart = _length;
            _length += 4;
        }
        _destination[_length] = (byte)((id << 4) | (value.Length - 1));
        value.CopyTo(_destination[(_length + 1)..]);
        _length += 1 + value.Length;
    }

    /// <summary>Ends the header.</summary>
    /// <returns>Length of the header in bytes: where the payload goes.</returns>
    public int EndHeader()
    {
        if (_extensionStart != 0)
        {
            while (((_length - _extensionStart) & 3) != 0)
            {
                _destination[_length++] = 0;
            }
            BinaryPrimitives.WriteUInt16BigEndian(_destination[(_extensionStart + 2)..], (ushort)(((_length - _extensionStart) / 4) - 1));
            _extensionStart = 0;
        }
        return _length;
    }
}
