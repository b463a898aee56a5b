namespace Command.Contracts.Duty;

/// <summary>Somebody is on duty in a role for a time.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Name">Their name when it was planned.</param>
/// <param name="Role">In which role; one that is bound to shifts.</param>
/// <param name="UnitId">For which unit and those below; null for the whole site.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when; at most 31 days after <paramref name="From"/>.</param>
/// <param name="Note">At most 200 characters.</param>
[GenerateSerializer, Immutable, Alias("command.Shift")]
public sealed record Shift(
    [property: Id(0)] string Id,
    [property: Id(1)] string AccountId,
    [property: Id(2)] string Name,
    [property: Id(3)] string Role,
    [property: Id(4)] string? UnitId,
    [property: Id(5)] DateTimeOffset From,
    [property: Id(6)] DateTimeOffset Until,
    [property: Id(7)] string? Note
);
