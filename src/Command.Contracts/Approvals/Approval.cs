namespace Command.Contracts.Approvals;

/// <summary>An act that needs a second person.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="Act">What kind of act: role-grant, export, hold-release, purge, unmask.</param>
/// <param name="SubjectKind">Kind of what it is about, for example account.</param>
/// <param name="SubjectId">What it is about.</param>
/// <param name="Summary">One line for the second person, in the words of who asked.</param>
/// <param name="Payload">JSON that the act needs; never a secret.</param>
/// <param name="BeneficiaryId">Account that the act is for, who may not approve it; null for none.</param>
/// <param name="State">Where it stands.</param>
/// <param name="RequestedById">Account that asked.</param>
/// <param name="RequestedBy">Its name.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="ExpiresAt">When it is too late.</param>
/// <param name="DecidedBy">Name of the second person.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Reason">Of the request; of the refusal once refused.</param>
/// <param name="Outcome">Of the act: null, or why it failed.</param>
[GenerateSerializer, Immutable, Alias("command.Approval")]
public sealed record Approval(
    [property: Id(0)] string Id,
    [property: Id(1)] string Act,
    [property: Id(2)] string SubjectKind,
    [property: Id(3)] string SubjectId,
    [property: Id(4)] string Summary,
    [property: Id(5)] string Payload,
    [property: Id(6)] string? BeneficiaryId,
    [property: Id(7)] ApprovalState State,
    [property: Id(8)] string RequestedById,
    [property: Id(9)] string RequestedBy,
    [property: Id(10)] DateTimeOffset RequestedAt,
    [property: Id(11)] DateTimeOffset ExpiresAt,
    [property: Id(12)] string? DecidedBy,
    [property: Id(13)] DateTimeOffset? DecidedAt,
    [property: Id(14)] string? Reason,
    [property: Id(15)] string? Outcome
);
