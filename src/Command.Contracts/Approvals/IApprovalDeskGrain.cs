using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Approvals;

/// <summary>
/// Two-person rule (key <c>site</c>): one person asks, a second one decides, the act is carried out once. Nouns ask by the silo's own intake; people
/// read and decide here.
/// </summary>
[Alias("command.IApprovalDeskGrain")]
public interface IApprovalDeskGrain : IGrainWithStringKey
{
    /// <summary>Requests the caller may decide or has made, newest first, at most 200.</summary>
    [Alias("List"), ReadOnly, NeedsNothing("Carries only what the caller asked for or may decide.")]
    Task<ImmutableArray<Approval>> ListAsync(CommandContext context, bool onlyOpen, CancellationToken cancellationToken);

    /// <summary>One request, or NotFound.</summary>
    [Alias("Describe"), ReadOnly, NeedsNothing("Carries only what the caller asked for or may decide.")]
    Task<CommandResult<Approval>> DescribeAsync(CommandContext context, string approvalId, CancellationToken cancellationToken);

    /// <summary>
    /// Approves or refuses. Forbidden for who asked and for the beneficiary (second-person); Conflict when it is decided or expired already. An
    /// approved act is carried out at once, and once, whatever is killed in between.
    /// </summary>
    [Alias("Decide"), Needs(Rights.ApprovalDecide)]
    Task<CommandResult<Approval>> DecideAsync(
        CommandContext context,
        string approvalId,
        bool approve,
        string? reason,
        CancellationToken cancellationToken
    );

    /// <summary>Takes back one's own request.</summary>
    [Alias("Withdraw"), NeedsNothing("Everybody may take back what they asked for.")]
    Task<CommandResult<Approval>> WithdrawAsync(CommandContext context, string approvalId, CancellationToken cancellationToken);
}
