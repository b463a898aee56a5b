using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>One right that somebody has by one role, with the reach it has there and why it does not count now.</summary>
/// <param name="Right">The line of the role.</param>
/// <param name="Held">The role, narrowed to the shift that makes it count.</param>
/// <param name="Inactive">off-shift, not-yet, over; null when it counts.</param>
/// <param name="Until">When it stops counting by itself.</param>
internal sealed record HeldLine(RoleRight Right, HeldRole Held, string? Inactive, DateTimeOffset? Until);
