using System.Collections.Immutable;
using Command.Contracts.Approvals;
using Command.Contracts.Common;

namespace Command.Web.Application.Approvals;

/// <summary>The two-person rule: requests that wait for a second person.</summary>
internal sealed class ApprovalService(IGrainFactory grains)
{
    private IApprovalDeskGrain Desk => grains.GetGrain<IApprovalDeskGrain>("site");

    public Task<ImmutableArray<Approval>> ListAsync(CommandContext context, bool onlyOpen, CancellationToken cancellationToken) =>
        Desk.ListAsync(context, onlyOpen, cancellationToken);

    public Task<CommandResult<Approval>> DescribeAsync(CommandContext context, string approvalId, CancellationToken cancellationToken) =>
        Desk.DescribeAsync(context, approvalId, cancellationToken);

    public Task<CommandResult<Approval>> DecideAsync(
        CommandContext context,
        string approvalId,
        bool approve,
        string? reason,
        CancellationToken cancellationToken
    ) => Desk.DecideAsync(context, approvalId, approve, reason, cancellationToken);

    public Task<CommandResult<Approval>> WithdrawAsync(CommandContext context, string approvalId, CancellationToken cancellationToken) =>
        Desk.WithdrawAsync(context, approvalId, cancellationToken);
}
