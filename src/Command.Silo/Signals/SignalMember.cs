using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>A subject that storm control folded into a group.</summary>
/// <param name="DraftId">Its newest draft.</param>
/// <param name="EndedAt">When its cause was over; null while it lasts.</param>
internal sealed record SignalMember(SignalSubject Subject, string DraftId, DateTimeOffset At, DateTimeOffset? EndedAt);
