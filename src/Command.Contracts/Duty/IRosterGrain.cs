using Command.Contracts.Authority;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Duty;

/// <summary>Who is on duty when (key <c>site</c>).</summary>
[Alias("command.IRosterGrain")]
public interface IRosterGrain : IGrainWithStringKey
{
    /// <summary>Shifts in a time, by begin, at most 1,000. One's own can always be seen.</summary>
    [Alias("List"), ReadOnly, Needs(Rights.ShiftSee)]
    Task<CommandResult<ShiftPage>> ListAsync(CommandContext context, ShiftQuery query, CancellationToken cancellationToken);

    /// <summary>Plans a shift; Invalid for bad times or a role that is not bound to shifts; Conflict for an overlap in the same role and unit.</summary>
    [Alias("Plan"), Needs(Rights.ShiftManage)]
    Task<CommandResult<Shift>> PlanAsync(CommandContext context, ShiftDraft draft, CancellationToken cancellationToken);

    /// <summary>Takes a shift back, or ends it now when it has begun.</summary>
    [Alias("End"), Needs(Rights.ShiftManage)]
    Task<CommandResult> EndAsync(CommandContext context, string shiftId, CancellationToken cancellationToken);
}
