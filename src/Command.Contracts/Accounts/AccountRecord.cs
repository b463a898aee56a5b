namespace Command.Contracts.Accounts;

/// <summary>An account as Identity's managers need it. Crosses the cluster wire only, never HTTP.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="UserName">As typed.</param>
/// <param name="NormalizedUserName">As Identity normalises it; unique.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="UnitId">The unit the person belongs to; null for none.</param>
/// <param name="PasswordHash">Identity's versioned hash; null for no password.</param>
/// <param name="SecurityStamp">Changes whenever credentials change; ends all sessions.</param>
/// <param name="AccessFailedCount">Failures since the last success.</param>
/// <param name="LockoutEnd">Locked until then; null when not locked.</param>
/// <param name="TotpSecret">Protected secret for one-time codes; null until enrolled.</param>
/// <param name="Disabled">True once an administrator switched the account off.</param>
/// <param name="Version">For optimistic saving; 0 = new.</param>
[GenerateSerializer, Immutable, Alias("command.AccountRecord")]
public sealed record AccountRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserName,
    [property: Id(2)] string NormalizedUserName,
    [property: Id(3)] string DisplayName,
    [property: Id(4)] string? UnitId,
    [property: Id(5)] string? PasswordHash,
    [property: Id(6)] string SecurityStamp,
    [property: Id(7)] int AccessFailedCount,
    [property: Id(8)] DateTimeOffset? LockoutEnd,
    [property: Id(9)] string? TotpSecret,
    [property: Id(10)] bool Disabled,
    [property: Id(11)] long Version
)
{
    /// <summary>Prints the name only: hashes must not reach a log by accident.</summary>
    public override string ToString() => $"AccountRecord {{ Id = {Id}, UserName = {UserName} }}";
}
