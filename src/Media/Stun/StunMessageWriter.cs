using System.Buffers.Binary;
using System.Diagnostics;

namespace Command.Media.Stun;

/// <summary>Builds one STUN message in a caller's span; the length field is right after every call.</summary>
/// <remarks>Order is the caller's: MESSAGE-INTEGRITY after what it covers, FINGERPRINT last (RFC 8489 §14.5, §14.7).</remarks>
internal ref struct StunMessageWriter
{
    private const byte FamilyIPv4 = 1;
    private const byte FamilyIPv6 = 2;
    private readonly Span<byte> _destination;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Room for the message; 256 bytes hold every answer we give.</param>
    /// <param name="messageClass">Request, indication or response.</param>
    /// <param name="method">Twelve bits.</param>
    /// <param name="transactionId">Twelve bytes.</param>
    public StunMessageWriter(Span<byte> destination, StunClass messageClass, ushort method, ReadOnlySpan<byte> transactionId)
    {
        Debug.Assert(transactionId.Length == 12, "RFC 8489 §5: 96 bits");
        _destination = destination;
        var type =
            (method & 0x000F)
            | ((method & 0x0070) << 1)
            | ((method & 0x0F80) << 2)
            | (((int)messageClass & 0b01) << 4)
            | (((int)messageClass & 0b10) << 7);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(destination[8..]);
        Length = StunMessage.HeaderLength;
        PatchLength();
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends any attribute; padding is zero.</summary>
    public void Add(StunAttribute attribute, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Append(attribute, value.Length));
    }

    /// <summary>Appends a 32-bit attribute.</summary>
    public void Add(StunAttribute attribute, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Append(attribute, 4), value);
    }

    /// <summary>Appends a 64-bit attribute.</summary>
    public void Add(StunAttribute attribute, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Append(attribute, 8), value);
    }

    /// <summary>Appends XOR-MAPPED-ADDRESS (RFC 8489 §14.2).</summary>
    /// <param name="address">Four or sixteen bytes in network order.</param>
    /// <param name="port">0 to 65,535.</param>
    public void AddXorMappedAddress(ReadOnlySpan<byte> address, ushort port)
    {
        Debug.Assert(address.Length is 4 or 16, "IPv4 or IPv6");
        var cookieAndId = _destination.Slice(4, 16);
        var value = Append(StunAttribute.XorMappedAddress, 4 + address.Length);
        value[0] = 0;
        value[1] = address.Length == 4 ? FamilyIPv4 : FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(port ^ (StunMessage.MagicCookie >> 16)));
        for (var i = 0; i < address.Length; i++)
        {
            value[4 + i] = (byte)(address[i] ^ cookieAndId[i]);
        }
    }

    /// <summary>Appends ERROR-CODE (RFC 8489 §14.8).</summary>
    /// <param name="code">300 to 699.</param>
    /// <param name="reason">ASCII text for a log at the other end.</param>
    public void AddErrorCode(int code, ReadOnlySpan<byte> reason)
    {
        var value = Append(StunAttribute.ErrorCode, 4 + reason.Length);
        value[0] = value[1] = 0;
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
    }

    /// <summary>Appends UNKNOWN-ATTRIBUTES (RFC 8489 §14.9).</summary>
    public void AddUnknownAttributes(ReadOnlySpan<ushort> types)
    {
        var value = Append(StunAttribute.UnknownAttributes, 2 * types.Length);
        for (var i = 0; i < types.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value[(2 * i)..], types[i]);
        }
    }

    /// <summary>Appends MESSAGE-INTEGRITY over what is there.</summary>
    /// <param name="key">The password's bytes.</param>
    public void AddMessageIntegrity(ReadOnlySpan<byte> key)
    {
        var covered = Length;
        var value = Append(StunAttribute.MessageIntegrity, 20);
        StunMessage.ComputeIntegrity(_destination[..covered], key, value);
    }

    /// <summary>Appends FINGERPRINT; nothing may follow.</summary>
    public void AddFingerprint()
    {
        var covered = Length;
        var value = Append(StunAttribute.Fingerprint, 4);
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(_destination[..covered]) ^ StunMessage.FingerprintXor);
    }

    private Span<byte> Append(StunAttribute attribute, int size)
    {
        var padded = (size + 3) & ~3;
        var target = _destination.Slice(Length, 4 + padded);
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)attribute);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)size);
        target[(4 + size)..].Clear();
        Length += 4 + padded;
        PatchLength();
        return target.Slice(4, size);
    }

    private readonly void PatchLength() =>
        BinaryPrimitives.WriteUInt16BigEndian(_destination[2..], (ushort)(Length - StunMessage.HeaderLength));
}
