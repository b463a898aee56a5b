using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Web.Tests.Fakes;

/// <summary>What everybody holds, as a test says it; the real grain is tested by its own project.</summary>
internal sealed class FakeAccess : IAccessGrain, IRoleCatalogueGrain
{
    public static readonly RoleInfo DutyOfficer = new(
        "duty-officer",
        true,
        false,
        false,
        [new RoleRight(Rights.LiveWatch, RightReach.Unit), new RoleRight(Rights.PlaybackWatch, RightReach.Unit, FootageHours: 72)]
    );

    public static readonly RoleInfo Auditor = new("auditor", false, false, true, [new RoleRight(Rights.AuditRead, RightReach.Site)]);

    public List<RoleInfo> Roles { get; } = [DutyOfficer, Auditor];

    public List<AccessLine> Lines { get; } = [];

    public List<RoleGrant> Grants { get; } = [];

    public List<RoleGrantDraft> Drafts { get; } = [];

    public List<(string Id, string Reason)> Revoked { get; } = [];

    public List<AccessQuestion> Questions { get; } = [];

    public BreakGlass? Glass { get; set; }

    public AccessAnswer? Answer { get; set; }

    public string? ApprovalId { get; set; }

    public bool Unavailable { get; set; }

    /// <summary>Holds these rights on the whole site.</summary>
    public FakeAccess Hold(params ReadOnlySpan<string> rights)
    {
        foreach (var right in rights)
        {
            Lines.Add(new AccessLine(new RoleRight(right, RightReach.Site), "test-role", "g", null, true, null, null));
        }
        return this;
    }

    /// <summary>What everybody may be told of: everything unless a test says otherwise.</summary>
    public VisibleScope Scope { get; set; } = new(1, null, ScopeSet.Everything, ScopeSet.Everything, ScopeSet.Everything);

    public Task<VisibleScope> VisibleAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(Scope);

    public Task<ImmutableArray<bool>> MayAsync(
        CommandContext context,
        ImmutableArray<AccessQuestion> questions,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            questions.Select(question => Lines.Exists(line => line.Active && line.Right.Right == question.Right)).ToImmutableArray()
        );

    public Task<CommandResult<AccessReport>> ReportAsync(CommandContext context, CancellationToken cancellationToken) =>
        Unavailable
            ? throw new TimeoutException("The silo does not answer.")
            : Task.FromResult<CommandResult<AccessReport>>(new AccessReport(context.ActorId, 1, [.. Grants], [.. Lines], Glass));

    public Task<CommandResult<AccessAnswer>> WhyAsync(CommandContext context, AccessQuestion question, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        return Task.FromResult<CommandResult<AccessAnswer>>(Answer ?? throw new TimeoutException("The silo does not answer."));
    }

    public Task<CommandResult<GrantOutcome>> GrantAsync(CommandContext context, RoleGrantDraft draft, CancellationToken cancellationToken)
    {
        Drafts.Add(draft);
        return Task.FromResult<CommandResult<GrantOutcome>>(
            new GrantOutcome(
                ApprovalId is null
                    ? new RoleGrant("new", draft.Role, draft.UnitId, draft.GroupIds, draft.From, draft.Until, "S", FakeSite.Noon, true)
                    : null,
                ApprovalId
            )
        );
    }

    public Task<CommandResult> RevokeAsync(CommandContext context, string grantId, string reason, CancellationToken cancellationToken)
    {
        Revoked.Add((grantId, reason));
        return Task.FromResult(CommandResult.Done);
    }

    public Task<CommandResult<BreakGlass>> BreakGlassAsync(CommandContext context, string reason, CancellationToken cancellationToken)
    {
        Glass = new BreakGlass(reason, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        return Task.FromResult<CommandResult<BreakGlass>>(Glass);
    }

    public Task<CommandResult> MendGlassAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Glass = null;
        return Task.FromResult(CommandResult.Done);
    }

    public Task<ImmutableArray<RoleInfo>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Roles.ToImmutableArray());
}
