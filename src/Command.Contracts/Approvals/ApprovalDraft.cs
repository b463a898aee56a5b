namespace Command.Contracts.Approvals;

/// <summary>A request for a second person; shape as <see cref="Approval"/>.</summary>
[GenerateSerializer, Immutable, Alias("command.ApprovalDraft")]
public sealed record ApprovalDraft(
    [property: Id(0)] string Act,
    [property: Id(1)] string SubjectKind,
    [property: Id(2)] string SubjectId,
    [property: Id(3)] string Summary,
    [property: Id(4)] string Payload,
    [property: Id(5)] string? BeneficiaryId,
    [property: Id(6)] string Reason
);
