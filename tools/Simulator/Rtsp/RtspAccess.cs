using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>Digest access (RFC 7616), SHA-256 and MD5 offered side by side, without qop as most cameras do it. One per connection.</summary>
internal sealed partial class RtspAccess(string user, string password)
{
    private const string Realm = "Command Simulator";

    private readonly string _nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The strongest first (RFC 7616 §3.7); clients that know only MD5 take the last.</summary>
    public string Challenge =>
        $"WWW-Authenticate: Digest realm=\"{Realm}\", nonce=\"{_nonce}\", algorithm=SHA-256\r\n"
        + $"WWW-Authenticate: Digest realm=\"{Realm}\", nonce=\"{_nonce}\"\r\n";

    /// <summary>Whether an Authorization header proves the password for this request.</summary>
    public bool IsProved(RtspMessage request)
    {
        if (request["Authorization"] is not { } header || !header.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var given = Parameter()
            .Matches(header)
            .GroupBy(match => match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Groups["value"].Value.Trim('"'), StringComparer.OrdinalIgnoreCase);
        if (given.GetValueOrDefault("username") != user || given.GetValueOrDefault("nonce") != _nonce)
        {
            return false;
        }

        Func<string, string> hash =
            given.GetValueOrDefault("algorithm") is { } name && name.StartsWith("SHA-256", StringComparison.OrdinalIgnoreCase)
                ? Sha256
                : Md5;
        // The client's own uri counts: some send the path only, some the address without its track.
        var proof = hash($"{hash($"{user}:{Realm}:{password}")}:{_nonce}:{hash($"{request.Method}:{given.GetValueOrDefault("uri")}")}");
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(proof),
            Encoding.ASCII.GetBytes(given.GetValueOrDefault("response") ?? "")
        );
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

#pragma warning disable CA5351 // Digest MD5 is what cameras speak; nothing else relies on it.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("""(?<name>\w+)\s*=\s*(?<value>"[^"]*"|[^,\s]+)""")]
    private static partial Regex Parameter();
}
