using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Command.Silo.Accounts;

/// <summary>
/// Refresh tokens of one session: the generation and an HMAC-SHA256 of it under the session's seed. So every token that was ever good is told
/// from a guess without keeping a list, and only a token that was really issued can end the session as stolen.
/// </summary>
internal static class RefreshToken
{
    public const int SeedLength = 32;

    private const int GenerationLength = sizeof(int);
    private const int TokenLength = GenerationLength + HMACSHA256.HashSizeInBytes;

    public static string Make(ReadOnlySpan<byte> seed, string sessionId, int generation)
    {
        Span<byte> token = stackalloc byte[TokenLength];
        Write(token, seed, sessionId, generation);
        return Base64Url.EncodeToString(token);
    }

    public static RefreshVerdict Check(ReadOnlySpan<byte> seed, string sessionId, int currentGeneration, string presented)
    {
        Span<byte> token = stackalloc byte[TokenLength];
        if (
            presented.Length != Base64Url.GetEncodedLength(TokenLength)
            || !Base64Url.IsValid(presented)
            || !Base64Url.TryDecodeFromChars(presented, token, out var length)
            || length != TokenLength
        )
        {
            return RefreshVerdict.Invalid;
        }

        var generation = BinaryPrimitives.ReadInt32BigEndian(token);
        Span<byte> expected = stackalloc byte[TokenLength];
        Write(expected, seed, sessionId, generation);
        if (!CryptographicOperations.FixedTimeEquals(token, expected) || generation > currentGeneration)
        {
            return RefreshVerdict.Invalid;
        }

        return generation == currentGeneration ? RefreshVerdict.Current : RefreshVerdict.Reused;
    }

    private static void Write(Span<byte> token, ReadOnlySpan<byte> seed, string sessionId, int generation)
    {
        BinaryPrimitives.WriteInt32BigEndian(token, generation);
        byte[] message = [.. token[..GenerationLength], .. Encoding.UTF8.GetBytes(sessionId)];
        HMACSHA256.HashData(seed, message, token[GenerationLength..]);
    }
}
