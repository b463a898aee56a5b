using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Silo.Accounts;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Duty;

/// <summary>The only writer of shifts.</summary>
[GrainType(Kind)]
internal sealed class RosterGrain(
    IAggregateStore store,
    IAuthority authority,
    AccessBook book,
    IDbContextFactory<CommandDbContext> contexts,
    TimeProvider time
) : Grain, IRosterGrain
{
    private const string Kind = "roster";
    private const int MaximumListed = 1000;
    private static readonly Right See = new(Rights.ShiftSee);
    private static readonly Right Manage = new(Rights.ShiftManage);
    private static readonly AggregateSchema<RosterState> Schema = new(DutyJsonContext.Record.RosterState);

    private readonly AggregateSession<RosterState> _session = new(store, new AggregateKey(Kind, "site"), Schema);

    private RosterState State => _session.State ?? RosterState.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public async Task<CommandResult<ShiftPage>> ListAsync(CommandContext context, ShiftQuery query, CancellationToken cancellationToken)
    {
        if (query.Until <= query.From || query.Until - query.From > RosterRules.LongestQuery)
        {
            return Refusal.InvalidField("until", "query-times", "Ask for 1 to 92 days.");
        }
        var visible = await authority.VisibleAsync(context, See, cancellationToken);
        var units = query.UnitId is { } top
            ? (await book.CurrentAsync(cancellationToken)).Subtree(top).ToHashSet(StringComparer.Ordinal)
            : null;
        return new ShiftPage([
            .. State
                .Shifts.Where(shift => shift.Until > query.From && shift.From < query.Until)
                .Where(shift => query.AccountId is null || shift.AccountId == query.AccountId)
                .Where(shift => units is null || (shift.UnitId is { } unit && units.Contains(unit)))
                .Where(shift => shift.AccountId == context.ActorId || visible.Covers(shift.UnitId, null))
                .OrderBy(shift => shift.From)
                .Take(MaximumListed),
        ]);
    }

    public async Task<CommandResult<Shift>> PlanAsync(CommandContext context, ShiftDraft draft, CancellationToken cancellationToken)
    {
        var scope = new AccessScope("shift", null, draft.UnitId);
        if ((await authority.DecideAsync(context, Manage, scope, cancellationToken)).Refusal is { } denied)
        {
            return denied;
        }
        if (draft.AccountId == context.ActorId)
        {
            return Refusal.Of(RefusalCode.Forbidden, "self-shift", "Nobody plans their own shifts.");
        }
        var now = time.GetUtcNow();
        if (RosterRules.Check(State, draft, now) is { } refusal)
        {
            return refusal;
        }
        if (await NameAsync(draft.AccountId, cancellationToken) is not { } name)
        {
            return Refusal.InvalidField("accountId", "account-unknown", "There is no such account.");
        }
        var shift = new Shift(
            Ulid.New(time),
            draft.AccountId,
            name,
            draft.Role,
            draft.UnitId,
            draft.From,
            draft.Until,
            FieldRules.NormaliseOptional(draft.Note)
        );
        var planned = new EventDraft("shift.planned", context) { Cause = shift.Id, After = Describe(shift) };
        return await SaveAsync(State.Shifts.Add(shift), planned, ProjectionChange.Upsert(RowOf(shift)), cancellationToken) is { } raced
            ? raced
            : shift;
    }

    public async Task<CommandResult> EndAsync(CommandContext context, string shiftId, CancellationToken cancellationToken)
    {
        if (State.Shifts.FirstOrDefault(shift => shift.Id == shiftId) is not { } shift)
        {
            return CommandResult.Refused(Refusal.Of(RefusalCode.NotFound, "shift-not-found", "There is no such shift."));
        }
        var scope = new AccessScope("shift", shiftId, shift.UnitId);
        if ((await authority.DecideAsync(context, Manage, scope, cancellationToken)).Refusal is { } denied)
        {
            return CommandResult.Refused(denied);
        }
        var now = time.GetUtcNow();
        if (shift.Until <= now)
        {
            return CommandResult.Done;
        }
        var hasBegun = shift.From < now;
        var ended = shift with { Until = now };
        var draft = new EventDraft(hasBegun ? "shift.ended" : "shift.taken-back", context)
        {
            Cause = shift.Id,
            Before = Describe(shift),
            After = hasBegun ? Describe(ended) : null,
        };
        var refusal = hasBegun
            ? await SaveAsync(State.Shifts.Replace(shift, ended), draft, ProjectionChange.Upsert(RowOf(ended)), cancellationToken)
            : await SaveAsync(State.Shifts.Remove(shift), draft, ProjectionChange.Delete<ShiftRow>(shift.Id), cancellationToken);
        return refusal is null ? CommandResult.Done : CommandResult.Refused(refusal);
    }

    private async Task<Refusal?> SaveAsync(
        ImmutableArray<Shift> shifts,
        EventDraft draft,
        ProjectionChange change,
        CancellationToken cancellationToken
    )
    {
        var oldest = time.GetUtcNow() - RosterRules.Kept;
        var gone = shifts.Where(shift => shift.Until < oldest).ToList();
        var changes = new AggregateChanges
        {
            Events = [draft],
            Projections = [change, .. gone.Select(shift => ProjectionChange.Delete<ShiftRow>(shift.Id))],
        };
        if (await _session.SaveAsync(new RosterState(shifts.RemoveRange(gone)), changes, cancellationToken) is not SaveResult.Saved)
        {
            return Refusals.Raced("roster");
        }
        await book.RefreshAsync(CancellationToken.None); // committed: it counts from now on, whatever the caller does
        return null;
    }

    private async Task<string?> NameAsync(string accountId, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database
            .Set<AccountRow>()
            .Where(row => row.Id == accountId && !row.Disabled)
            .Select(row => row.DisplayName)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static ShiftRow RowOf(Shift shift) =>
        new()
        {
            Id = shift.Id,
            AccountId = shift.AccountId,
            Name = shift.Name,
            Role = shift.Role,
            UnitId = shift.UnitId,
            BeginsAt = shift.From,
            EndsAt = shift.Until,
            Note = shift.Note,
        };

    private static string Describe(Shift shift) => JsonSerializer.Serialize(shift, DutyJsonContext.Record.Shift);
}
