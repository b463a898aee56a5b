using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;

namespace Command.Silo.Approvals;

/// <summary>The only writer of requests for a second person.</summary>
[GrainType(Kind)]
internal sealed class ApprovalDeskGrain(IAggregateStore store, IAuthority authority, TimeProvider time)
    : Grain,
        IApprovalDeskGrain,
        IApprovalIntake,
        IDeadlineTarget
{
    public const string SiteKey = "site";

    private const string Kind = "approvals";
    private const string Expire = "expire";
    private const string Act = "act";
    private const int MaximumListed = 200;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);
    private static readonly Right Decides = new(Rights.ApprovalDecide);
    private static readonly AggregateSchema<ApprovalBook> Schema = new(ApprovalJsonContext.Record.ApprovalBook);

    private readonly AggregateSession<ApprovalBook> _session = new(store, new AggregateKey(Kind, SiteKey), Schema);

    private ApprovalBook Book => _session.State ?? ApprovalBook.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public async Task<CommandResult<Approval>> RequestAsync(
        CommandContext context,
        ApprovalDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (ApprovalRules.Check(draft) is { } refusal)
        {
            return refusal;
        }
        if (Book.Items.Count(item => !ApprovalRules.IsOver(item)) >= ApprovalRules.MaximumOpen)
        {
            return Refusal.Of(RefusalCode.Busy, "too-many-approvals", $"{ApprovalRules.MaximumOpen} requests are open already.");
        }
        var now = time.GetUtcNow();
        var approval = new Approval(
            Ulid.New(time),
            draft.Act,
            draft.SubjectKind,
            draft.SubjectId,
            draft.Summary,
            draft.Payload,
            draft.BeneficiaryId,
            ApprovalState.Requested,
            context.ActorId,
            context.ActorName,
            now,
            now + Lifetime,
            null,
            null,
            draft.Reason,
            null
        );
        return await SaveAsync(
            context,
            "approval.requested",
            approval,
            new DeadlineChange($"{Expire}/{approval.Id}", approval.ExpiresAt),
            cancellationToken
        );
    }

    public async Task<ImmutableArray<Approval>> ListAsync(CommandContext context, bool onlyOpen, CancellationToken cancellationToken)
    {
        var mayDecide = await MayDecideAsync(context, cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. Book
                .Items.Reverse()
                .Select(item => ApprovalRules.Current(item, now))
                .Where(item => mayDecide || item.RequestedById == context.ActorId)
                .Where(item => !onlyOpen || item.State == ApprovalState.Requested)
                .Take(MaximumListed),
        ];
    }

    public async Task<CommandResult<Approval>> DescribeAsync(
        CommandContext context,
        string approvalId,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(context, approvalId, cancellationToken) is { } approval
            ? ApprovalRules.Current(approval, time.GetUtcNow())
            : NotFound(approvalId);

    public async Task<CommandResult<Approval>> DecideAsync(
        CommandContext context,
        string approvalId,
        bool approve,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(context, approvalId, cancellationToken) is not { } approval)
        {
            return NotFound(approvalId);
        }
        var scope = new AccessScope("approval", approvalId, null);
        if ((await authority.DecideAsync(context, Decides, scope, cancellationToken)).Refusal is { } denied)
        {
            return denied;
        }
        var decided = ApprovalRules.Decide(approval, context, approve, reason, time.GetUtcNow());
        if (decided.Value is not { } next)
        {
            return await RefuseAsync(context, approval, decided.Refusal!, cancellationToken); // a result without a value carries its refusal
        }
        var deadline = approve
            ? new DeadlineChange($"{Act}/{approvalId}", time.GetUtcNow() + Retry)
            : new DeadlineChange($"{Expire}/{approvalId}", null);
        var saved = await SaveAsync(context, approve ? "approval.approved" : "approval.refused", next, deadline, cancellationToken);
        if (saved.Value is { State: ApprovalState.Approved } approved)
        {
            await Runner(approvalId).RunAsync(approved, CancellationToken.None);
        }
        return saved;
    }

    public async Task<CommandResult<Approval>> WithdrawAsync(CommandContext context, string approvalId, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, approvalId, cancellationToken) is not { } approval)
        {
            return NotFound(approvalId);
        }
        var withdrawn = ApprovalRules.Withdraw(approval, context, time.GetUtcNow());
        return withdrawn.Value is { } next
            ? await SaveAsync(context, "approval.withdrawn", next, new DeadlineChange($"{Expire}/{approvalId}", null), cancellationToken)
            : withdrawn.Refusal!; // a result without a value carries its refusal
    }

    public async Task FinishedAsync(string approvalId, string? failure, CancellationToken cancellationToken)
    {
        if (Book.Find(approvalId) is { State: ApprovalState.Approved } approval)
        {
            var next = approval with { State = failure is null ? ApprovalState.Done : ApprovalState.Failed, Outcome = failure };
            var type = failure is null ? "approval.carried-out" : "approval.act-failed";
            await SaveAsync(
                CommandContext.System(approvalId),
                type,
                next,
                new DeadlineChange($"{Act}/{approvalId}", null),
                cancellationToken
            );
        }
    }

    public async Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var (what, id) = name.Split('/') is [var first, var second] ? (first, second) : ("", "");
        var system = CommandContext.System(id);
        switch (Book.Find(id))
        {
            case { State: ApprovalState.Requested } approval when what == Expire && approval.ExpiresAt <= time.GetUtcNow():
                var expired = approval with { State = ApprovalState.Expired };
                await SaveAsync(system, "approval.expired", expired, new DeadlineChange(name, null), cancellationToken);
                break;
            case { State: ApprovalState.Approved } approval when what == Act:
                await Runner(id).RunAsync(approval, CancellationToken.None);
                break;
            default:
                await _session.SaveAsync(Book, new AggregateChanges { Deadlines = [new DeadlineChange(name, null)] }, cancellationToken);
                break;
        }
    }

    private IApprovalRunner Runner(string approvalId) => GrainFactory.GetGrain<IApprovalRunner>(approvalId);

    private async Task<bool> MayDecideAsync(CommandContext context, CancellationToken cancellationToken) =>
        (await authority.VisibleAsync(context, Decides, cancellationToken)).All;

    private async Task<Approval?> FindAsync(CommandContext context, string approvalId, CancellationToken cancellationToken) =>
        Book.Find(approvalId) is { } approval
        && (approval.RequestedById == context.ActorId || await MayDecideAsync(context, cancellationToken))
            ? approval
            : null;

    private async Task<CommandResult<Approval>> RefuseAsync(
        CommandContext context,
        Approval approval,
        Refusal refusal,
        CancellationToken cancellationToken
    )
    {
        var refused = new EventDraft("approval.decision-refused", context) { Cause = refusal.Reason, Outcome = EventOutcome.Refused };
        await store.AppendAsync(new AggregateKey("approval", approval.Id), [refused], cancellationToken);
        return refusal;
    }

    private async Task<CommandResult<Approval>> SaveAsync(
        CommandContext context,
        string type,
        Approval next,
        DeadlineChange deadline,
        CancellationToken cancellationToken
    )
    {
        var before = Book.Find(next.Id);
        var changes = new AggregateChanges
        {
            Events =
            [
                new EventDraft(type, context)
                {
                    Cause = next.Id,
                    Before = before is null ? null : JsonSerializer.Serialize(before, ApprovalJsonContext.Record.Approval),
                    After = JsonSerializer.Serialize(next, ApprovalJsonContext.Record.Approval),
                },
            ],
            Deadlines = next.State == ApprovalState.Approved ? [deadline, new DeadlineChange($"{Expire}/{next.Id}", null)] : [deadline],
        };
        return await _session.SaveAsync(ApprovalRules.Trim(Book.With(next)), changes, cancellationToken) is SaveResult.Saved
            ? next
            : Refusals.Raced("approval");
    }

    private static Refusal NotFound(string id) =>
        Refusal.Of(RefusalCode.NotFound, "approval-not-found", $"There is no approval {RecordText.Of(id, 64)}.");
}
