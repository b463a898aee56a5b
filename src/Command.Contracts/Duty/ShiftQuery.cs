namespace Command.Contracts.Duty;

/// <summary>Which shifts.</summary>
/// <param name="From">Shifts that end after this.</param>
/// <param name="Until">Shifts that begin before this; at most 92 days later.</param>
/// <param name="UnitId">Of this unit and those below; null for all that may be seen.</param>
/// <param name="AccountId">Of this person; null for all.</param>
[GenerateSerializer, Immutable, Alias("command.ShiftQuery")]
public sealed record ShiftQuery(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset Until,
    [property: Id(2)] string? UnitId,
    [property: Id(3)] string? AccountId
);
