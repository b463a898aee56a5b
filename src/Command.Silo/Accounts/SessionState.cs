namespace Command.Silo.Accounts;

/// <summary>One open sign-in session as stored.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="ProtectedSeed">Secret that all refresh tokens of the session come from, protected for <c>session/{id}</c>.</param>
/// <param name="Generation">Number of the only refresh token that is still good.</param>
/// <param name="OpenedAt">When the password was given.</param>
/// <param name="RefreshUntil">The session ends then unless it is refreshed.</param>
/// <param name="UserAgent">What the browser or program called itself.</param>
/// <param name="ClientAddress">Where it was opened from.</param>
internal sealed record SessionState(
    string Id,
    string ProtectedSeed,
    int Generation,
    DateTimeOffset OpenedAt,
    DateTimeOffset RefreshUntil,
    string UserAgent,
    string? ClientAddress
);
