using System.Buffers.Binary;

namespace Command.Media.Rtp;

/// <summary>
/// A datagram that was checked once to be an RTP packet (RFC 3550 §5.1); fields are then read in place. Borrows the bytes.
/// </summary>
internal readonly ref struct RtpPacketView
{
    /// <summary>Length of the fixed header in bytes.</summary>
    public const int FixedHeaderLength = 12;

    private readonly ReadOnlySpan<byte> _data;
    private readonly int _extensionOffset;
    private readonly int _extensionLength;

    private RtpPacketView(ReadOnlySpan<byte> data, int extensionOffset, int extensionLength, int payloadOffset, int payloadLength)
    {
        _data = data;
        _extensionOffset = extensionOffset;
        _extensionLength = extensionLength;
        PayloadOffset = payloadOffset;
        PayloadLength = payloadLength;
    }

    /// <summary>The marker bit.</summary>
    public bool Marker => (_data[1] & 0x80) != 0;

    /// <summary>Payload type, 0 to 127.</summary>
    public byte PayloadType => (byte)(_data[1] & 0x7F);

    /// <summary>Sequence number.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_data[2..]);

    /// <summary>RTP timestamp.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_data[4..]);

    /// <summary>Synchronisation source.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_data[8..]);

    /// <summary>Where the payload starts, in bytes from the start of the datagram.</summary>
    public int PayloadOffset { get; }

    /// <summary>Length of the payload without padding, in bytes; may be 0.</summary>
    public int PayloadLength { get; }

    /// <summary>The payload without padding.</summary>
    public ReadOnlySpan<byte> Payload => _data.Slice(PayloadOffset, PayloadLength);

    /// <summary>The 16 bits that say what the header extension is, or 0 when there is none.</summary>
    public ushort ExtensionProfile => _extensionOffset == 0 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(_data[_extensionOffset..]);

    /// <summary>The content of the header extension (RFC 3550 §5.3.1); empty when there is none.</summary>
    public ReadOnlySpan<byte> ExtensionData => _extensionOffset == 0 ? default : _data.Slice(_extensionOffset + 4, _extensionLength);

    /// <summary>Iterates the extension as RFC 8285 elements.</summary>
    public RtpHeaderExtensions Extensions => new(ExtensionProfile, ExtensionData);

    /// <summary>Checks a datagram.</summary>
    /// <param name="datagram">The whole datagram, borrowed for the life of <paramref name="packet"/>.</param>
    /// <param name="packet">The view when the verdict is <see cref="RtpParseError.None"/>.</param>
    public static RtpParseError TryParse(ReadOnlySpan<byte> datagram, out RtpPacketView packet)
    {
        packet = default;
        if (datagram.Length < FixedHeaderLength)
        {
            return RtpParseError.TooShort;
        }
        var first = datagram[0];
        if (first >> 6 != 2)
        {
            return RtpParseError.WrongVersion;
        }
        var offset = FixedHeaderLength + ((first & 0x0F) * 4);
        if (offset > datagram.Length)
        {
            return RtpParseError.TruncatedSources;
        }
        var extensionOffset = 0;
        var extensionLength = 0;
        if ((first & 0x10) != 0)
        {
            if (offset + 4 > datagram.Length)
            {
                return RtpParseError.TruncatedExtension;
            }
            extensionOffset = offset;
            extensionLength = BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]) * 4;
            offset += 4 + extensionLength;
            if (offset > datagram.Length)
            {
                return RtpParseError.TruncatedExtension;
            }
        }
        var payloadLength = datagram.Length - offset;
        if ((first & 0x20) != 0)
        {
            var padding = datagram[^1];
            if (padding == 0 || padding > payloadLength)
            {
                return RtpParseError.BadPadding;
            }
            payloadLength -= padding;
        }
        packet = new RtpPacketView(datagram, extensionOffset, extensionLength, offset, payloadLength);
        return RtpParseError.None;
    }
}
