using System.Buffers.Text;

namespace Command.Web.Security;

/// <summary>The token of a request, and what kind of token it is by its looks.</summary>
internal static class BearerToken
{
    private const string Prefix = "Bearer ";
    private const string DevicePrefix = "rec.";

    /// <summary>Characters of 32 random bytes in base64url.</summary>
    private const int KeyLength = 43;

    /// <summary>Null without the header.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
    }

    /// <summary>The scheme that can say who brings the request.</summary>
    public static string SchemeOf(HttpRequest request) =>
        Of(request) switch
        {
            null => Schemes.Cookie,
            var token when token.StartsWith(DevicePrefix, StringComparison.Ordinal) => Schemes.Device,
            { Length: KeyLength } when StreamGrantHandler.IsFor(request) => Schemes.Grant,
            _ => Schemes.Token,
        };

    /// <summary>Reads <c>rec.{recorder}.{key}</c>.</summary>
    public static bool TryReadDevice(string token, out string recorderId, out string key)
    {
        (recorderId, key) = ("", "");
        if (token.Split('.') is not [_, var id, { Length: KeyLength } secret])
        {
            return false;
        }
        (recorderId, key) = (id, secret);
        return token.StartsWith(DevicePrefix, StringComparison.Ordinal) && Contracts.Common.Ulid.IsValid(id) && Base64Url.IsValid(secret);
    }
}
