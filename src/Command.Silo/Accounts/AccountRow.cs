namespace Command.Silo.Accounts;

/// <summary>Table <c>accounts</c>: finds accounts by name and keeps names unique.</summary>
internal sealed class AccountRow
{
    public required string Id { get; init; }

    public required string UserName { get; init; }

    public required string NormalizedUserName { get; init; }

    public required string DisplayName { get; init; }

    public string? UnitId { get; init; }

    public required bool Disabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
