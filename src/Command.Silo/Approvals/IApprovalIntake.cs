using Command.Contracts.Approvals;
using Command.Contracts.Common;

namespace Command.Silo.Approvals;

/// <summary>The approval desk as nouns see it (same grain as <see cref="IApprovalDeskGrain"/>, key <c>site</c>).</summary>
[Alias("command.IApprovalIntake")]
internal interface IApprovalIntake : IGrainWithStringKey
{
    /// <summary>Asks for a second person; the caller has checked the right of the first one. Busy when too many requests are open.</summary>
    [Alias("Request")]
    Task<CommandResult<Approval>> RequestAsync(CommandContext context, ApprovalDraft draft, CancellationToken cancellationToken);

    /// <summary>An approved act was carried out, or refused for good (<paramref name="failure"/>).</summary>
    [Alias("Finished")]
    Task FinishedAsync(string approvalId, string? failure, CancellationToken cancellationToken);
}
