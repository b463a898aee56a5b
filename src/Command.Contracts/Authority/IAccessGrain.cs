using System.Collections.Immutable;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Authority;

/// <summary>What one person or API client holds (key: account id, or <c>client/{id}</c>); the only writer of their roles.</summary>
[Alias("command.IAccessGrain")]
public interface IAccessGrain : IGrainWithStringKey
{
    /// <summary>What this person may be told of now. Asked by the person's own node, for themselves.</summary>
    [Alias("Visible"), ReadOnly, NeedsNothing("Everybody may know what they may see.")]
    Task<VisibleScope> VisibleAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Which of these acts would be allowed now; in order. For hiding what would be refused, at most 200 questions.</summary>
    [Alias("May"), ReadOnly, NeedsNothing("Everybody may know what they may do.")]
    Task<ImmutableArray<bool>> MayAsync(
        CommandContext context,
        ImmutableArray<AccessQuestion> questions,
        CancellationToken cancellationToken
    );

    /// <summary>Everything held, line by line. One's own is free; anybody else's needs the right.</summary>
    [Alias("Report"), ReadOnly, Needs(Rights.RoleManage)]
    Task<CommandResult<AccessReport>> ReportAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Why something is allowed or refused. One's own is free; anybody else's needs the right.</summary>
    [Alias("Why"), ReadOnly, Needs(Rights.RoleManage)]
    Task<CommandResult<AccessAnswer>> WhyAsync(CommandContext context, AccessQuestion question, CancellationToken cancellationToken);

    /// <summary>
    /// Grants a role. Forbidden for oneself (self-grant) and without the right; Conflict for a second of the three administrator roles
    /// (separation-of-duties); Invalid for an unknown role, unit or group. An administrator role waits for a second person.
    /// </summary>
    [Alias("Grant"), Needs(Rights.RoleManage)]
    Task<CommandResult<GrantOutcome>> GrantAsync(CommandContext context, RoleGrantDraft draft, CancellationToken cancellationToken);

    /// <summary>Takes a role away. Forbidden for oneself; Conflict for the last of one of the three administrators (last-administrator).</summary>
    [Alias("Revoke"), Needs(Rights.RoleManage)]
    Task<CommandResult> RevokeAsync(CommandContext context, string grantId, string reason, CancellationToken cancellationToken);

    /// <summary>Takes all operating rights on the whole site for 30 minutes: a red event and a red signal, and the auditor is told.</summary>
    [Alias("BreakGlass"), Needs(Rights.BreakGlassUse)]
    Task<CommandResult<BreakGlass>> BreakGlassAsync(CommandContext context, string reason, CancellationToken cancellationToken);

    /// <summary>Gives them back before their time; nothing happens when there are none.</summary>
    [Alias("MendGlass"), NeedsNothing("Everybody may give back what they took.")]
    Task<CommandResult> MendGlassAsync(CommandContext context, CancellationToken cancellationToken);
}
