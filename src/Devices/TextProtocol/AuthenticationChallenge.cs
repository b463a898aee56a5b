using System.Collections.Immutable;

namespace Command.Devices.TextProtocol;

/// <summary>One offer of a WWW-Authenticate header (RFC 7235 §4.1, RFC 7616 §3.3).</summary>
/// <param name="Scheme">How to answer.</param>
/// <param name="Realm">Part of the digest; may be empty.</param>
/// <param name="Nonce">The server's random value; empty for Basic.</param>
/// <param name="Opaque">To be sent back unchanged; null when absent.</param>
/// <param name="Algorithm">The algorithm word as written, to be sent back; null when absent.</param>
/// <param name="QopAuth">True when qop=auth is offered, so that cnonce and nc are needed.</param>
/// <param name="Stale">True when only the nonce was too old and the password was right.</param>
public sealed record AuthenticationChallenge(
    AuthenticationScheme Scheme,
    string Realm,
    string Nonce,
    string? Opaque,
    string? Algorithm,
    bool QopAuth,
    bool Stale
)
{
    /// <summary>Most challenges that are read from one answer.</summary>
    private const int MaxChallenges = 8;

    /// <summary>
    /// Reads the values of all WWW-Authenticate headers; each may hold several challenges. Schemes and algorithms
    /// that are not spoken here are left out.
    /// </summary>
    public static ImmutableArray<AuthenticationChallenge> Parse(IEnumerable<string> headers)
    {
        var challenges = ImmutableArray.CreateBuilder<AuthenticationChallenge>();
        foreach (var header in headers)
        {
            var scanner = new ChallengeScanner(header);
            while (challenges.Count < MaxChallenges && scanner.TryReadChallenge(out var scheme, out var parameters))
            {
                if (Create(scheme, parameters) is { } challenge)
                {
                    challenges.Add(challenge);
                }
            }
        }

        return challenges.ToImmutable();
    }

    private static AuthenticationChallenge? Create(string scheme, Dictionary<string, string> parameters)
    {
        var realm = parameters.GetValueOrDefault("realm", string.Empty);
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return new(AuthenticationScheme.Basic, realm, string.Empty, null, null, false, false);
        }

        if (!scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase) || !parameters.TryGetValue("nonce", out var nonce))
        {
            return null;
        }

        parameters.TryGetValue("algorithm", out var algorithm);
        AuthenticationScheme? kind = algorithm?.ToUpperInvariant() switch
        {
            null or "" or "MD5" => AuthenticationScheme.DigestMd5,
            "SHA-256" => AuthenticationScheme.DigestSha256,
            _ => null,
        };
        if (kind is null)
        {
            return null;
        }

        // qop=auth-int alone cannot be answered here; without qop the old form of RFC 2069 is used.
        var qop = parameters.GetValueOrDefault("qop", string.Empty);
        var offersAuth = qop.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Contains("auth", StringComparer.OrdinalIgnoreCase);
        var stale = parameters.GetValueOrDefault("stale", string.Empty).Equals("true", StringComparison.OrdinalIgnoreCase);
        return new(kind.Value, realm, nonce, parameters.GetValueOrDefault("opaque"), algorithm, offersAuth, stale);
    }
}
