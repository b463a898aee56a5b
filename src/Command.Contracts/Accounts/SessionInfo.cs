namespace Command.Contracts.Accounts;

/// <summary>One sign-in session as its owner and administrators see it.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="Since">When it was opened.</param>
/// <param name="UserAgent">What the browser or program called itself, at most 200 characters.</param>
/// <param name="ClientAddress">Where it was opened from.</param>
/// <param name="Until">When it ends by itself unless refreshed.</param>
/// <param name="IsThis">The session that asks.</param>
[GenerateSerializer, Immutable, Alias("command.SessionInfo")]
public sealed record SessionInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] string UserAgent,
    [property: Id(3)] string? ClientAddress,
    [property: Id(4)] DateTimeOffset Until,
    [property: Id(5)] bool IsThis
);
