using System.Collections.Immutable;

namespace Command.Silo.Accounts;

/// <summary>One account as stored, with its sessions: what ends an account ends them in the same transaction.</summary>
internal sealed record AccountState
{
    public required string UserName { get; init; }

    public required string NormalizedUserName { get; init; }

    public required string DisplayName { get; init; }

    public string? UnitId { get; init; }

    public string? PasswordHash { get; init; }

    public required string SecurityStamp { get; init; }

    public int AccessFailedCount { get; init; }

    public DateTimeOffset? LockoutEnd { get; init; }

    public string? TotpSecret { get; init; }

    public bool Disabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts what Identity's managers saved; sessions come and go without disturbing an edit.</summary>
    public required long RecordVersion { get; init; }

    public required ImmutableArray<SessionState> Sessions { get; init; }
}
