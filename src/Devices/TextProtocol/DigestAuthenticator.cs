using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Command.Devices.TextProtocol;

/// <summary>
/// Client side of Basic and Digest authentication for one connection (RFC 7616, RFC 2617, RFC 7617). Not thread-safe:
/// one request at a time. Knows the password, so it is never logged and has no useful text form.
/// </summary>
public sealed class DigestAuthenticator
{
    private readonly string _userName;
    private readonly string _password;
    private readonly Func<string> _makeClientNonce;
    private AuthenticationChallenge? _challenge;
    private int _nonceCount;

    /// <summary>Starts without a challenge: nothing is sent until the server asks.</summary>
    /// <param name="userName">Sent in clear text.</param>
    /// <param name="password">Sent in clear text only when the server offers nothing but Basic.</param>
    /// <param name="makeClientNonce">Source of cnonce; random when null.</param>
    public DigestAuthenticator(string userName, string password, Func<string>? makeClientNonce = null)
    {
        _userName = userName;
        _password = password;
        _makeClientNonce = makeClientNonce ?? (static () => RandomNumberGenerator.GetHexString(16, lowercase: true));
    }

    /// <summary>The scheme in use; null before the first challenge.</summary>
    public AuthenticationScheme? Scheme => _challenge?.Scheme;

    /// <summary>True when the last challenge said that only the nonce was too old, so that name and password were right.</summary>
    public bool IsStale => _challenge?.Stale ?? false;

    /// <summary>
    /// Takes the WWW-Authenticate values of a 401. True when another try can help: it is the first challenge, the nonce was
    /// stale or replaced. False when the same challenge came back: then name or password are wrong, or nothing offered is spoken here.
    /// </summary>
    public bool TryAccept(IEnumerable<string> headers)
    {
        AuthenticationChallenge? best = null;
        foreach (var challenge in AuthenticationChallenge.Parse(headers))
        {
            best = best is null || challenge.Scheme > best.Scheme ? challenge : best;
        }

        // Whoever can answer in the server's place must not get the password after the real one asked for a digest.
        if (best is null || (best.Scheme == AuthenticationScheme.Basic && _challenge is not null))
        {
            return false;
        }

        var helps = _challenge is null || best.Stale || best.Nonce != _challenge.Nonce || best.Scheme != _challenge.Scheme;
        _challenge = best;
        _nonceCount = 0;
        return helps;
    }

    /// <summary>The value of the Authorization header for one request; null before the first challenge.</summary>
    /// <param name="method">For example DESCRIBE.</param>
    /// <param name="uri">Exactly the URI of the request line.</param>
    public string? Authorize(string method, string uri)
    {
        if (_challenge is not { } challenge)
        {
            return null;
        }

        if (challenge.Scheme == AuthenticationScheme.Basic)
        {
            return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_userName}:{_password}"));
        }

        var secret = Hash(challenge.Scheme, $"{_userName}:{challenge.Realm}:{_password}");
        var request = Hash(challenge.Scheme, $"{method}:{uri}");
        var header = new StringBuilder(256).Append(
            CultureInfo.InvariantCulture,
            $"Digest username={Quote(_userName)}, realm={Quote(challenge.Realm)}, nonce={Quote(challenge.Nonce)}, uri={Quote(uri)}"
        );
        string response;
        if (challenge.QopAuth)
        {
            var count = (++_nonceCount).ToString("x8", CultureInfo.InvariantCulture);
            var clientNonce = _makeClientNonce();
            response = Hash(challenge.Scheme, $"{secret}:{challenge.Nonce}:{count}:{clientNonce}:auth:{request}");
            header.Append(CultureInfo.InvariantCulture, $", qop=auth, nc={count}, cnonce={Quote(clientNonce)}");
        }
        else
        {
            response = Hash(challenge.Scheme, $"{secret}:{challenge.Nonce}:{request}");
        }

        header.Append(CultureInfo.InvariantCulture, $", response=\"{response}\"");
        if (challenge.Algorithm is { Length: > 0 } algorithm)
        {
            header.Append(CultureInfo.InvariantCulture, $", algorithm={algorithm}");
        }

        if (challenge.Opaque is { } opaque)
        {
            header.Append(CultureInfo.InvariantCulture, $", opaque={Quote(opaque)}");
        }

        return header.ToString();
    }

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [SuppressMessage(
        "Security",
        "CA5351",
        Justification = "Most cameras offer nothing but MD5 (RFC 7616 §3.2); the strongest offer is chosen."
    )]
    private static string Hash(AuthenticationScheme scheme, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(scheme == AuthenticationScheme.DigestSha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
