using Command.Contracts.Common;
using Command.Contracts.Duty;

namespace Command.Web.Application.Duty;

/// <summary>Shifts: who is on duty when.</summary>
internal sealed class RosterService(IGrainFactory grains)
{
    private IRosterGrain Roster => grains.GetGrain<IRosterGrain>("site");

    public Task<CommandResult<ShiftPage>> ListAsync(CommandContext context, ShiftQuery query, CancellationToken cancellationToken) =>
        Roster.ListAsync(context, query, cancellationToken);

    public Task<CommandResult<Shift>> PlanAsync(CommandContext context, ShiftDraft draft, CancellationToken cancellationToken) =>
        Roster.PlanAsync(context, draft, cancellationToken);

    public Task<CommandResult> EndAsync(CommandContext context, string shiftId, CancellationToken cancellationToken) =>
        Roster.EndAsync(context, shiftId, cancellationToken);
}
