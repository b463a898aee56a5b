using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Access tokens: a session's identity and an end, protected by the site's key ring. Short-lived; the session is checked on every use.</summary>
internal sealed class AccessTokens(IDataProtectionProvider protection, IOptions<SecurityOptions> options, TimeProvider time)
{
    private const int LongestToken = 4096;
    private readonly IDataProtector _protector = protection.CreateProtector("Command.Web.AccessToken.v1");

    /// <summary>Lifetime of a token that is made now.</summary>
    public TimeSpan Lifetime => options.Value.AccessTokenLifetime;

    /// <summary>A token for an open session.</summary>
    public string Create(SessionIdentity session)
    {
        var ends = time.GetUtcNow() + Lifetime;
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Payload(session, ends.ToUnixTimeMilliseconds()));
        return Base64Url.EncodeToString(_protector.Protect(payload));
    }

    /// <summary>Reads a token; says nothing about the session, which the caller must check.</summary>
    public AccessTokenVerdict TryRead(string token, out SessionIdentity? session)
    {
        session = null;
        if (token.Length > LongestToken || !Base64Url.IsValid(token))
        {
            return AccessTokenVerdict.Malformed;
        }
        Payload? payload;
        try
        {
            payload = JsonSerializer.Deserialize<Payload>(_protector.Unprotect(Base64Url.DecodeFromChars(token)));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return AccessTokenVerdict.Malformed;
        }
        if (payload is null)
        {
            return AccessTokenVerdict.Malformed;
        }
        if (time.GetUtcNow().ToUnixTimeMilliseconds() >= payload.Ends)
        {
            return AccessTokenVerdict.Expired;
        }
        session = payload.Session;
        return AccessTokenVerdict.Valid;
    }

    private sealed record Payload(SessionIdentity Session, long Ends);
}
