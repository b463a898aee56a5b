namespace Command.Contracts.Authority;

/// <summary>One line of the answer to "what can this person see and do, and why".</summary>
/// <param name="Right">What <paramref name="Role"/> carries.</param>
/// <param name="Role">The role it comes from, or break-glass.</param>
/// <param name="GrantId">The grant it comes from; null for break-glass.</param>
/// <param name="UnitId">Where the role is held; null for the whole site or groups.</param>
/// <param name="Active">True while it counts.</param>
/// <param name="Inactive">Why it does not: off-shift, not-yet, over; null while active.</param>
/// <param name="Until">When it ends by itself; null for no end.</param>
[GenerateSerializer, Immutable, Alias("command.AccessLine")]
public sealed record AccessLine(
    [property: Id(0)] RoleRight Right,
    [property: Id(1)] string Role,
    [property: Id(2)] string? GrantId,
    [property: Id(3)] string? UnitId,
    [property: Id(4)] bool Active,
    [property: Id(5)] string? Inactive,
    [property: Id(6)] DateTimeOffset? Until
);
