using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Accounts;
using Command.Silo.Approvals;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Command.Silo.Units;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Access;

/// <summary>Granting and taking away.</summary>
internal sealed partial class AccessGrain
{
    public async Task<CommandResult<GrantOutcome>> GrantAsync(
        CommandContext context,
        RoleGrantDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, ManageRoles, cancellationToken) is { } denied)
        {
            return denied;
        }
        if (await RefuseSelfAsync(context, "access.self-grant", cancellationToken) is { } self)
        {
            return self;
        }
        if ((GrantRules.Check(State, draft, Now) ?? await CheckPlacesAsync(draft, cancellationToken)) is { } refusal)
        {
            return refusal;
        }
        // The installer sets the three up; from then on two persons make an administrator.
        if (GrantRules.IsAdministrator(draft.Role) && context.ActorId != CommandContext.SystemActor)
        {
            return await AskSecondPersonAsync(context, draft, cancellationToken);
        }
        return await AddAsync(context, Ulid.New(_time), context.ActorName, draft, cancellationToken);
    }

    public async Task<Refusal?> GrantApprovedAsync(Approval approval, RoleGrantDraft draft, CancellationToken cancellationToken)
    {
        if (State.Roles.Any(role => role.Id == approval.Id))
        {
            return null;
        }
        if (GrantRules.Check(State, draft, Now) is { } refusal)
        {
            return refusal;
        }
        // The record names the first person as the actor; the approval's own event names the second.
        var context = CommandContext.System(approval.Id) with
        {
            ActorId = approval.RequestedById,
            ActorName = approval.RequestedBy,
        };
        var by = $"{approval.RequestedBy} + {approval.DecidedBy}";
        return (await AddAsync(context, approval.Id, by, draft, cancellationToken)).Refusal;
    }

    public async Task<CommandResult> RevokeAsync(CommandContext context, string grantId, string reason, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, ManageRoles, cancellationToken) is { } denied)
        {
            return CommandResult.Refused(denied);
        }
        if (await RefuseSelfAsync(context, "access.self-revoke", cancellationToken) is { } self)
        {
            return CommandResult.Refused(self);
        }
        if (GrantRules.CheckReason(reason) is { } badReason)
        {
            return CommandResult.Refused(badReason);
        }
        if (State.Roles.FirstOrDefault(role => role.Id == grantId) is not { } gone)
        {
            return CommandResult.Refused(Refusal.Of(RefusalCode.NotFound, "grant-not-found", "This role is not held."));
        }
        if (await IsLastAdministratorAsync(gone, cancellationToken))
        {
            return CommandResult.Refused(
                new Refusal(
                    RefusalCode.Conflict,
                    "last-administrator",
                    $"Nobody else is {gone.Role}: without one the three could not control each other any more.",
                    [gone.Role],
                    null
                )
            );
        }
        var draft = new EventDraft("access.role-revoked", context) { Cause = reason, Before = Describe(gone) };
        var saved = await SaveAsync(
            State with
            {
                Roles = State.Roles.Remove(gone),
            },
            draft,
            [ProjectionChange.Delete<RoleGrantRow>(gone.Id)],
            [],
            cancellationToken
        );
        if (saved is not null)
        {
            return CommandResult.Refused(saved);
        }
        // A glass that was broken by a role ends with it.
        return State.Glass is not null && !State.Roles.Any(role => RoleCatalogue.Shipped.Find(role.Role)?.BreakGlass ?? false)
            ? await MendAsync(context, "role revoked", CancellationToken.None)
            : CommandResult.Done;
    }

    private async Task<CommandResult<GrantOutcome>> AddAsync(
        CommandContext context,
        string id,
        string by,
        RoleGrantDraft draft,
        CancellationToken cancellationToken
    )
    {
        var role = new GrantedRole(id, draft.Role, draft.UnitId, draft.GroupIds, draft.From, draft.Until, by, Now);
        // Ended roles leave the list when it grows; the record keeps them.
        var kept = State.Roles.RemoveAll(held => held.Until is { } until && until <= Now);
        var changes = State
            .Roles.Except(kept)
            .Select(over => ProjectionChange.Delete<RoleGrantRow>(over.Id))
            .Append(ProjectionChange.Upsert(ToRow(role)))
            .ToImmutableArray();
        var granted = new EventDraft("access.role-granted", context) { Cause = draft.Reason, After = Describe(role) };
        return await SaveAsync(State with { Roles = kept.Add(role) }, granted, changes, [], cancellationToken) is { } refusal
            ? refusal
            : new GrantOutcome(ToGrant(await _book.CurrentAsync(cancellationToken), role), null);
    }

    private async Task<CommandResult<GrantOutcome>> AskSecondPersonAsync(
        CommandContext context,
        RoleGrantDraft draft,
        CancellationToken cancellationToken
    )
    {
        var names = await NamesAsync([_subject], cancellationToken);
        var request = new ApprovalDraft(
            ApprovedGrant.Name,
            "account",
            _subject,
            $"{draft.Role} → {(names is [var name] ? name : _subject)}",
            JsonSerializer.Serialize(draft, AccessJsonContext.Record.RoleGrantDraft),
            _subject,
            draft.Reason
        );
        var asked = await GrainFactory
            .GetGrain<IApprovalIntake>(ApprovalDeskGrain.SiteKey)
            .RequestAsync(context, request, cancellationToken);
        return asked.Value is { } approval ? new GrantOutcome(null, approval.Id) : asked.Refusal!; // a result without a value carries its refusal
    }

    private async Task<Refusal?> RefuseSelfAsync(CommandContext context, string type, CancellationToken cancellationToken)
    {
        if (!IsOwn(context))
        {
            return null;
        }
        var refused = new EventDraft(type, context) { Cause = "self-grant", Outcome = EventOutcome.Refused };
        await _store.AppendAsync(_session.Key, [refused], cancellationToken);
        return Refusal.Of(RefusalCode.Forbidden, "self-grant", "Nobody changes their own roles.");
    }

    private async Task<Refusal?> CheckPlacesAsync(RoleGrantDraft draft, CancellationToken cancellationToken)
    {
        await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
        if (
            GrantRules.IsAdministrator(draft.Role)
            && !await database.Set<AccountRow>().AnyAsync(row => row.Id == _subject && !row.Disabled, cancellationToken)
        )
        {
            return Refusal.Of(RefusalCode.NotFound, "account-not-found", "There is no such account, or it is switched off.");
        }
        if (draft.UnitId is { } unit && !await database.Set<UnitRow>().AnyAsync(row => row.Id == unit, cancellationToken))
        {
            return Refusal.InvalidField("unitId", "unit-unknown", "There is no such unit.");
        }
        var groups = draft.GroupIds.Distinct(StringComparer.Ordinal).ToArray();
        var known = await database.Set<DeviceGroupRow>().CountAsync(row => groups.Contains(row.Id), cancellationToken);
        return known == draft.GroupIds.Length
            ? null
            : Refusal.InvalidField("groupIds", "group-unknown", "One of the groups does not exist, or is named twice.");
    }

    private async Task<bool> IsLastAdministratorAsync(GrantedRole gone, CancellationToken cancellationToken)
    {
        if (!GrantRules.IsAdministrator(gone.Role))
        {
            return false;
        }
        var others = (await _book.CurrentAsync(cancellationToken)).HoldersOf([gone.Role]).Remove(_subject);
        await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
        return !await database.Set<AccountRow>().AnyAsync(row => others.Contains(row.Id) && !row.Disabled, cancellationToken);
    }

    private async Task<Refusal?> SaveAsync(
        AccessState next,
        EventDraft draft,
        ImmutableArray<ProjectionChange> projections,
        ImmutableArray<DeadlineChange> deadlines,
        CancellationToken cancellationToken
    )
    {
        var changes = new AggregateChanges
        {
            Events = [draft],
            Projections = projections,
            Deadlines = deadlines,
        };
        if (await _session.SaveAsync(next, changes, cancellationToken) is not SaveResult.Saved)
        {
            return Refusals.Raced("access");
        }
        await _book.RefreshAsync(CancellationToken.None); // committed: it counts from now on, whatever the caller does
        return null;
    }

    private RoleGrantRow ToRow(GrantedRole role) =>
        new()
        {
            Id = role.Id,
            SubjectId = _subject,
            Role = role.Role,
            UnitId = role.UnitId,
            GroupIds = string.Join(',', role.GroupIds),
            ValidFrom = role.From,
            ValidUntil = role.Until,
        };

    private static string Describe(GrantedRole role) =>
        JsonSerializer.Serialize(new AccessState([role], null), AccessJsonContext.Record.AccessState);
}
