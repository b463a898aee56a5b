namespace Command.Web.Security;

/// <summary>Sign-in and sessions.</summary>
internal sealed record SecurityOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command:Security";

    /// <summary>How long an access token works before it must be refreshed; 5 to 10 minutes are usual, 10 seconds to 1 hour allowed.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong passwords in a row that lock an account, 3 to 100.</summary>
    public int LockoutFailures { get; init; } = 5;

    /// <summary>How long a locked account stays locked, 1 second to 1 day.</summary>
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Sign-in attempts per minute from one address, 1 to 100000.</summary>
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>
    /// Wrong device keys and stream grants per minute from one address, 1 to 100000; beyond that the address is refused unheard for the rest of the
    /// minute, except devices whose keys were found right seconds ago.
    /// </summary>
    public int BearerFailuresPerMinute { get; init; } = 30;

    /// <summary>How long the answer to "is this session alive" may be remembered, 0 to 5 seconds.</summary>
    public TimeSpan SessionCache { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Characters of the shortest password that people may choose, 8 to 64.</summary>
    public int MinimumPassword { get; init; } = 10;

    /// <summary>
    /// A text file of upper-case SHA-1 hashes of passwords found in breaches, sorted, one a line, each perhaps followed by a colon and a count; none
    /// of them is accepted. Empty for the built-in list alone.
    /// </summary>
    public string? BreachedPasswords { get; init; }

    /// <summary>True when every value is in range.</summary>
    public bool IsValid() =>
        AccessTokenLifetime.TotalSeconds is >= 10 and <= 3600
        && LockoutFailures is >= 3 and <= 100
        && LockoutDuration.TotalSeconds is >= 1 and <= 86_400
        && SignInsPerMinute is >= 1 and <= 100_000
        && BearerFailuresPerMinute is >= 1 and <= 100_000
        && SessionCache.TotalSeconds is >= 0 and <= 5
        && MinimumPassword is >= 8 and <= 64
        && (string.IsNullOrEmpty(BreachedPasswords) || File.Exists(BreachedPasswords));
}
