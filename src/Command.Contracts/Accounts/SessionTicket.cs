namespace Command.Contracts.Accounts;

/// <summary>A sign-in session that was just opened or refreshed.</summary>
/// <param name="SessionId">Lower-case ULID; named by cookies and access tokens.</param>
/// <param name="AccountId">Whose session.</param>
/// <param name="RefreshToken">Secret for the next refresh, shown once, valid until <paramref name="RefreshUntil"/>.</param>
/// <param name="RefreshUntil">End of the refresh token and, unless refreshed, of the session.</param>
[GenerateSerializer, Immutable, Alias("command.SessionTicket")]
public sealed record SessionTicket(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string AccountId,
    [property: Id(2)] string RefreshToken,
    [property: Id(3)] DateTimeOffset RefreshUntil
)
{
    /// <summary>Prints ids only: the refresh token is a secret.</summary>
    public override string ToString() => $"SessionTicket {{ SessionId = {SessionId} }}";
}
