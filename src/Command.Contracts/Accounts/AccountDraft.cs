namespace Command.Contracts.Accounts;

/// <summary>An account to be made. Crosses the cluster wire only.</summary>
/// <param name="UserName">1 to 64 characters.</param>
/// <param name="NormalizedUserName">As Identity normalises it.</param>
/// <param name="DisplayName">1 to 100 characters.</param>
/// <param name="UnitId">The unit the person belongs to; null for none.</param>
/// <param name="PasswordHash">Identity's versioned hash.</param>
[GenerateSerializer, Immutable, Alias("command.AccountDraft")]
public sealed record AccountDraft(
    [property: Id(0)] string UserName,
    [property: Id(1)] string NormalizedUserName,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] string? UnitId,
    [property: Id(4)] string PasswordHash
)
{
    /// <summary>Prints the name only: hashes must not reach a log by accident.</summary>
    public override string ToString() => $"AccountDraft {{ UserName = {UserName} }}";
}
