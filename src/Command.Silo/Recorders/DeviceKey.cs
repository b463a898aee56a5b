using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Command.Silo.Recorders;

/// <summary>
/// The secret of a device: 32 random bytes, told once as base64url. What is kept is its SHA-256: nobody can guess a random key, so no slow hash is
/// needed.
/// </summary>
internal static class DeviceKey
{
    public const int Length = 43;

    private const int MaximumInput = 128;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string key) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether <paramref name="key"/> is the one that was hashed; takes the same time whatever it is. False without a hash.</summary>
    public static bool Matches([NotNullWhen(true)] string? hash, string key)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        var isSound = hash is not null && Convert.TryFromBase64String(hash, expected, out var written) && written == expected.Length;
        SHA256.HashData(Encoding.UTF8.GetBytes(key.Length <= MaximumInput ? key : ""), actual);
        return CryptographicOperations.FixedTimeEquals(expected, actual) & isSound;
    }
}
