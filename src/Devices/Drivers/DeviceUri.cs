using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Command.Devices.Drivers;

/// <summary>
/// Address of a device without credentials: scheme, host, port, path and query. User information is split off while reading,
/// and the text form also hides passwords that some vendors put into the path or query.
/// </summary>
public sealed partial record DeviceUri
{
    private const int MaxLength = 2_048;

    private DeviceUri(string scheme, string host, int port, string pathAndQuery)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
        PathAndQuery = pathAndQuery;
    }

    /// <summary>Lower-case scheme, e.g. rtsp.</summary>
    public string Scheme { get; }

    /// <summary>Name or address; IPv6 without brackets.</summary>
    public string Host { get; }

    /// <summary>1 to 65535; the scheme's own port when none was written.</summary>
    public int Port { get; }

    /// <summary>Everything from the first slash on, exactly as written; may be empty. May hold a secret: use it for requests only.</summary>
    public string PathAndQuery { get; }

    /// <summary>The address for request lines. May hold a secret in its path: never log it.</summary>
    public string RequestUri => Authority + PathAndQuery;

    private string Authority =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}"
        );

    /// <summary>
    /// Reads an address as people paste it. Names and passwords are percent-decoded where that is possible; "@", "?", "/" and a literal
    /// "%" inside a password are accepted.
    /// </summary>
    /// <param name="text">For example rtsp://admin:secret@192.0.2.10/live.</param>
    /// <param name="uri">The address without the credential.</param>
    /// <param name="credential">What was split off; null when there was none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DeviceUri? uri, out DeviceCredential? credential)
    {
        uri = null;
        credential = null;
        text = text?.Trim() ?? string.Empty;
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0 || text.Length > MaxLength || text.Any(char.IsControl) || !Uri.CheckSchemeName(text[..schemeEnd]))
        {
            return false;
        }

        var scheme = text[..schemeEnd].ToLowerInvariant();
        var rest = text.AsSpan(schemeEnd + 3);
        var end = AuthorityLength(rest, DefaultPort(scheme));
        var at = rest[..end].LastIndexOf('@');
        if (!TryReadHost(rest[(at + 1)..end], DefaultPort(scheme), out var host, out var port))
        {
            return false;
        }

        credential = at < 0 ? null : ReadCredential(rest[..at]);
        uri = new DeviceUri(scheme, host, port, rest[end..].ToString());
        return true;
    }

    /// <summary>Whether both lead to the same listener, so that a credential for one is meant for the other.</summary>
    public bool IsSameService(DeviceUri other) =>
        Scheme == other.Scheme && Port == other.Port && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same device with another path, as a redirect or profile gives it.</summary>
    public DeviceUri WithPath(string pathAndQuery) => new(Scheme, Host, Port, pathAndQuery);

    /// <summary>
    /// The address for people and logs: without credentials, without passwords in path or query. What stands before an "@" there may
    /// belong to a password with a slash, or to an address within the address.
    /// </summary>
    public override string ToString() =>
        Authority + PathUserInfo().Replace(PathPassword().Replace(PathAndQuery, "${start}***"), "${start}***");

    /// <summary>XMeye: /user=admin&amp;password=…&amp;channel=1; others: ?pwd=… . Everything up to the next separator is hidden.</summary>
    [GeneratedRegex(
        "(?<start>(?:password|passwd|passwort|pass|pwd|psw|auth|token)=)[^&;?/]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex PathPassword();

    [GeneratedRegex("^(?<start>[/?])[^@]*(?:@[^@]*)*(?=@)", RegexOptions.CultureInvariant)]
    private static partial Regex PathUserInfo();

    /// <summary>
    /// Where the path begins: at the first slash, unless that one belongs to a password. It does where what stands before it is no host,
    /// or only a word that may as well be a user's name, and a host follows after a later "@".
    /// </summary>
    private static int AuthorityLength(ReadOnlySpan<char> rest, int defaultPort)
    {
        var slash = rest.IndexOf('/');
        var first = slash >= 0 ? slash : SegmentEnd(rest, 0);
        var at = rest[..first].LastIndexOf('@');
        var isHost = TryReadHost(rest[(at + 1)..first], defaultPort, out var host, out _);
        if (!rest[..first].Contains(':') || (isHost && IsSurelyHost(host)))
        {
            return first;
        }

        for (var start = first; start < rest.Length; )
        {
            var end = SegmentEnd(rest, start + 1);
            var later = rest[start..end].LastIndexOf('@');
            if (
                later >= 0
                && TryReadHost(rest[(start + later + 1)..end], defaultPort, out var laterHost, out _)
                && (!isHost || at < 0 || IsSurelyHost(laterHost))
            )
            {
                return end;
            }

            start = end;
        }

        return first;
    }

    private static int SegmentEnd(ReadOnlySpan<char> rest, int start)
    {
        var length = rest[start..].IndexOfAny('/', '?');
        return length < 0 ? rest.Length : start + length;
    }

    private static bool IsSurelyHost(string host) =>
        host.AsSpan().IndexOfAny('.', ':') >= 0 || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);

    private static DeviceCredential ReadCredential(ReadOnlySpan<char> userInfo)
    {
        var colon = userInfo.IndexOf(':');
        var name = colon < 0 ? userInfo : userInfo[..colon];
        var password = colon < 0 ? default : userInfo[(colon + 1)..];

        // UnescapeDataString leaves a percent sign alone that starts no escape: a literal one is common in passwords.
        return new(Uri.UnescapeDataString(name.ToString()), Uri.UnescapeDataString(password.ToString()));
    }

    private static bool TryReadHost(ReadOnlySpan<char> authority, int defaultPort, out string host, out int port)
    {
        host = string.Empty;
        port = defaultPort;
        ReadOnlySpan<char> portText = default;
        if (authority.StartsWith("["))
        {
            var close = authority.IndexOf(']');
            if (close < 0)
            {
                return false;
            }

            portText = authority[(close + 1)..];
            host = authority[1..close].ToString();
        }
        else
        {
            var colon = authority.IndexOf(':');
            portText = colon < 0 ? default : authority[colon..];
            host = (colon < 0 ? authority : authority[..colon]).ToString();
        }

        if (!portText.IsEmpty)
        {
            if (
                portText[0] != ':'
                || !int.TryParse(portText[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port > 65_535
            )
            {
                return false;
            }
        }

        return port > 0 && Uri.CheckHostName(host) is not UriHostNameType.Unknown;
    }

    private static int DefaultPort(string scheme) =>
        scheme switch
        {
            "rtsp" => 554,
            "rtsps" => 322,
            "http" => 80,
            "https" => 443,
            _ => 0,
        };
}
