namespace Command.Contracts.Authority;

/// <summary>A role was granted, or waits for a second person.</summary>
/// <param name="Grant">Set when it is granted.</param>
/// <param name="ApprovalId">Set when a second person has to approve it first.</param>
[GenerateSerializer, Immutable, Alias("command.GrantOutcome")]
public sealed record GrantOutcome([property: Id(0)] RoleGrant? Grant, [property: Id(1)] string? ApprovalId);
