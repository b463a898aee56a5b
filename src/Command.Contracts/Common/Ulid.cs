using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Command.Contracts.Common;

/// <summary>Ids of everything the server makes: a lower-case ULID, 48 bits of Unix milliseconds and 80 random bits in Crockford base 32.</summary>
public static class Ulid
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new id; ids of later milliseconds sort after earlier ones.</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        var milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(
            Length,
            value,
            static (text, bits) =>
            {
                for (var i = text.Length - 1; i >= 0; i--)
                {
                    text[i] = Alphabet[(int)(bits & 31)];
                    bits >>= 5;
                }
            }
        );
    }

    /// <summary>True for text that has the form of an id; says nothing about whether the thing exists.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || text[0] > '7')
        {
            return false;
        }
        foreach (var character in text)
        {
            if (!Alphabet.Contains(character, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }
}
