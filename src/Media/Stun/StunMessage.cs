using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Command.Media.Stun;

/// <summary>
/// A STUN message (RFC 8489 §5), validated once over the datagram it borrows and then read in place.
/// Valid means well formed: nothing in it is true before <see cref="VerifyIntegrity"/> said so.
/// </summary>
internal readonly ref struct StunMessage
{
    /// <summary>Bytes of the fixed header.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes of the largest message we look at; ICE checks have about 100.</summary>
    public const int MaxLength = 1280;

    /// <summary>Marks STUN since RFC 5389.</summary>
    public const uint MagicCookie = 0x2112A442;

    /// <summary>Method of the only exchange ICE uses.</summary>
    public const ushort BindingMethod = 0x001;

    /// <summary>What FINGERPRINT xors its checksum with.</summary>
    internal const uint FingerprintXor = 0x5354554E;

    private const int IntegrityLength = 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _integrityOffset;
    private readonly int _fingerprintOffset;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrityOffset, int fingerprintOffset)
    {
        _bytes = bytes;
        _integrityOffset = integrityOffset;
        _fingerprintOffset = fingerprintOffset;
    }

    /// <summary>Request, indication, success or error.</summary>
    public StunClass Class
    {
        get
        {
            var type = Type;
            return (StunClass)(((type >> 7) & 0b10) | ((type >> 4) & 0b01));
        }
    }

    /// <summary>Twelve method bits; <see cref="BindingMethod"/> for ICE.</summary>
    public ushort Method
    {
        get
        {
            var type = Type;
            return (ushort)((type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2));
        }
    }

    /// <summary>Twelve bytes that pair a response with its request.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, 12);

    /// <summary>True when MESSAGE-INTEGRITY is there (right or wrong).</summary>
    public bool HasIntegrity => _integrityOffset != 0;

    /// <summary>True when FINGERPRINT is there (right or wrong).</summary>
    public bool HasFingerprint => _fingerprintOffset != 0;

    private ushort Type => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Checks that the datagram is exactly one well-formed message.</summary>
    /// <param name="datagram">Borrowed; <paramref name="message"/> lives no longer.</param>
    /// <param name="message">The view; default unless the verdict is <see cref="StunParseError.None"/>.</param>
    public static StunParseError TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (datagram.Length < HeaderLength)
        {
            return StunParseError.TooShort;
        }

        if (datagram.Length > MaxLength)
        {
            return StunParseError.TooLong;
        }

        if (datagram[0] >> 6 != 0 || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie)
        {
            return StunParseError.NotStun;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if ((length & 3) != 0)
        {
            return StunParseError.BadLength;
        }

        if (HeaderLength + length != datagram.Length)
        {
            return HeaderLength + length > datagram.Length ? StunParseError.TooShort : StunParseError.TooLong;
        }

        var integrity = 0;
        var fingerprint = 0;
        for (var offset = HeaderLength; offset < datagram.Length; )
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]);
            var next = offset + 4 + ((size + 3) & ~3);
            if (next > datagram.Length || fingerprint != 0)
            {
                return StunParseError.BadAttribute;
            }

            switch ((StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(datagram[offset..]))
            {
                case StunAttribute.MessageIntegrity when integrity == 0:
                    if (size != IntegrityLength)
                    {
                        return StunParseError.BadAttribute;
                    }

                    integrity = offset;
                    break;
                case StunAttribute.Fingerprint:
                    if (size != 4)
                    {
                        return StunParseError.BadAttribute;
                    }

                    fingerprint = offset;
                    break;
            }

            offset = next;
        }

        message = new StunMessage(datagram, integrity, fingerprint);
        return StunParseError.None;
    }

    /// <summary>
    /// Finds the first attribute of a type among those that count: behind MESSAGE-INTEGRITY only FINGERPRINT does (RFC 8489 §14.5).
    /// </summary>
    public bool TryGet(StunAttribute attribute, out ReadOnlySpan<byte> value)
    {
        var end = AttributesEnd;
        for (var offset = HeaderLength; offset < end; )
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]) == (ushort)attribute)
            {
                value = _bytes.Slice(offset + 4, size);
                return true;
            }

            offset += 4 + ((size + 3) & ~3);
        }

        value = default;
        return false;
    }

    /// <summary>True when the attribute is there, whatever it says.</summary>
    public bool Has(StunAttribute attribute) => TryGet(attribute, out _);

    /// <summary>
    /// Collects the comprehension-required attribute types that we do not know (RFC 8489 §6.3.1); they get error 420.
    /// </summary>
    /// <returns>How many were written; stops when <paramref name="destination"/> is full.</returns>
    public int CollectUnknownRequired(Span<ushort> destination)
    {
        var count = 0;
        var end = AttributesEnd;
        for (var offset = HeaderLength; offset < end && count < destination.Length; )
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]);
            if (type < 0x8000 && !IsKnown(type))
            {
                destination[count++] = type;
            }

            offset += 4 + ((BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]) + 3) & ~3);
        }

        return count;
    }

    /// <summary>Compares MESSAGE-INTEGRITY in constant time (RFC 8489 §14.5, short-term credentials).</summary>
    /// <param name="key">The password's bytes.</param>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (!HasIntegrity)
        {
            return false;
        }

        Span<byte> computed = stackalloc byte[IntegrityLength];
        ComputeIntegrity(_bytes[.._integrityOffset], key, computed);
        return CryptographicOperations.FixedTimeEquals(computed, _bytes.Slice(_integrityOffset + 4, IntegrityLength));
    }

    /// <summary>Compares FINGERPRINT.</summary>
    public bool VerifyFingerprint() =>
        HasFingerprint
        && (Crc32.Compute(_bytes[.._fingerprintOffset]) ^ FingerprintXor)
            == BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fingerprintOffset + 4)..]);

    /// <summary>
    /// HMAC-SHA1 over the message up to its MESSAGE-INTEGRITY, with the length field as if the message ended with it.
    /// </summary>
    internal static void ComputeIntegrity(ReadOnlySpan<byte> upToIntegrity, ReadOnlySpan<byte> key, Span<byte> destination)
    {
        Span<byte> patched = stackalloc byte[MaxLength];
        patched = patched[..upToIntegrity.Length];
        upToIntegrity.CopyTo(patched);
        BinaryPrimitives.WriteUInt16BigEndian(patched[2..], (ushort)(upToIntegrity.Length - HeaderLength + 4 + IntegrityLength));
#pragma warning disable CA5350 // RFC 8445 §7.2.2 fixes HMAC-SHA1 for connectivity checks
        HMACSHA1.HashData(key, patched, destination);
#pragma warning restore CA5350
    }

    private int AttributesEnd =>
        HasIntegrity ? _integrityOffset
        : HasFingerprint ? _fingerprintOffset
        : _bytes.Length;

    private static bool IsKnown(ushort type) =>
        (StunAttribute)type
            is StunAttribute.Username
                or StunAttribute.MessageIntegrity
                or StunAttribute.ErrorCode
                or StunAttribute.UnknownAttributes
                or StunAttribute.XorMappedAddress
                or StunAttribute.Priority
                or StunAttribute.UseCandidate;
}
