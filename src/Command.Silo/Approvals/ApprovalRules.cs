using Command.Contracts.Approvals;
using Command.Contracts.Common;

namespace Command.Silo.Approvals;

/// <summary>Request → a second person approves or refuses → the act is carried out once. Pure.</summary>
internal static class ApprovalRules
{
    public const int MaximumOpen = 500;
    public const int KeptDecided = 500;
    public const int MaximumReason = 200;
    private const int MaximumSummary = 200;
    private const int MaximumPayload = 4096;

    public static Refusal? Check(ApprovalDraft draft) =>
        CheckReason(draft.Reason)
        ?? (
            draft.Summary.Length is 0 or > MaximumSummary || draft.Payload.Length > MaximumPayload
                ? Refusal.Of(RefusalCode.Invalid, "approval-malformed", "The request has no summary, or is too long.")
                : null
        );

    public static Refusal? CheckReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaximumReason
            ? Refusal.InvalidField(
                "reason",
                "reason-required",
                $"A reason of 1 to {MaximumReason} characters is required.",
                $"{MaximumReason}"
            )
            : null;

    /// <summary>The request after a decision, or why it cannot be decided so.</summary>
    public static CommandResult<Approval> Decide(Approval approval, CommandContext second, bool approve, string? reason, DateTimeOffset now)
    {
        if (Current(approval, now).State != ApprovalState.Requested)
        {
            return Refusal.Of(RefusalCode.Conflict, "approval-decided", $"The request is {Current(approval, now).State} already.");
        }
        if (second.ActorId == approval.RequestedById || second.ActorId == approval.BeneficiaryId)
        {
            return Refusal.Of(
                RefusalCode.Forbidden,
                "second-person",
                "A second person has to decide: neither who asked nor who it is for."
            );
        }
        if (!approve && CheckReason(reason) is { } refusal)
        {
            return refusal;
        }
        return approval with
        {
            State = approve ? ApprovalState.Approved : ApprovalState.Refused,
            DecidedBy = second.ActorName,
            DecidedAt = now,
            Reason = approve ? approval.Reason : reason,
        };
    }

    public static CommandResult<Approval> Withdraw(Approval approval, CommandContext asker, DateTimeOffset now)
    {
        if (asker.ActorId != approval.RequestedById)
        {
            return Refusal.Of(RefusalCode.Forbidden, "not-yours", "Only who asked may take a request back.");
        }
        return Current(approval, now).State == ApprovalState.Requested
            ? approval with
            {
                State = ApprovalState.Withdrawn,
                DecidedAt = now,
                DecidedBy = asker.ActorName,
            }
            : Refusal.Of(RefusalCode.Conflict, "approval-decided", $"The request is {Current(approval, now).State} already.");
    }

    /// <summary>The request as it stands now: one whose time is over is expired, whether or not its deadline has been heard.</summary>
    public static Approval Current(Approval approval, DateTimeOffset now) =>
        approval.State == ApprovalState.Requested && approval.ExpiresAt <= now ? approval with { State = ApprovalState.Expired } : approval;

    /// <summary>Forgets the oldest decided ones beyond what is kept; the record keeps their events.</summary>
    public static ApprovalBook Trim(ApprovalBook book)
    {
        var decided = book.Items.Where(IsOver).ToList();
        var gone = decided.Take(decided.Count - KeptDecided).ToHashSet();
        return gone.Count == 0 ? book : new ApprovalBook(book.Items.RemoveAll(gone.Contains));
    }

    public static bool IsOver(Approval approval) => approval.State is not (ApprovalState.Requested or ApprovalState.Approved);
}
