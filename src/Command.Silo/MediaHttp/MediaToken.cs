using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Command.Silo.MediaHttp;

/// <summary>
/// A short-lived grant for one path: <c>{expiry in Unix seconds}.{HMAC-SHA-256 over expiry and path}</c>. Whoever has it may read that path until
/// then, and nothing else.
/// </summary>
internal static class MediaToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    public static string Sign(ReadOnlySpan<byte> key, string pathAndQuery, DateTimeOffset now)
    {
        var expires = (now + Lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{expires}.{Base64Url.EncodeToString(Code(key, expires, pathAndQuery))}");
    }

    public static MediaTokenVerdict Verify(ReadOnlySpan<byte> key, string pathAndQuery, string? token, DateTimeOffset now)
    {
        if (token is null || token.Length > 80 || token.Split('.') is not [var time, var code])
        {
            return MediaTokenVerdict.Malformed;
        }
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var expires) || !Base64Url.IsValid(code))
        {
            return MediaTokenVerdict.Malformed;
        }
        // The code is checked before the time, so that nobody learns from a forged token what would have been in time.
        if (!CryptographicOperations.FixedTimeEquals(Code(key, expires, pathAndQuery), Base64Url.DecodeFromChars(code)))
        {
            return MediaTokenVerdict.Forged;
        }
        return now.ToUnixTimeSeconds() > expires ? MediaTokenVerdict.Expired : MediaTokenVerdict.Valid;
    }

    private static byte[] Code(ReadOnlySpan<byte> key, long expires, string pathAndQuery) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{expires}\n{pathAndQuery}")));
}
