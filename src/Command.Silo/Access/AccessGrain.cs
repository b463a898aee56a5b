using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Accounts;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Access;

/// <summary>What one person or API client holds, and why they may what they may.</summary>
[GrainType(Kind)]
internal sealed partial class AccessGrain : Grain, IAccessGrain, IAccessKeeper, IDeadlineTarget
{
    public const string Kind = "access";

    private const int MaximumQuestions = 200;
    private const int MaximumNames = 20;

    internal static readonly AggregateSchema<AccessState> Schema = new(AccessJsonContext.Record.AccessState);
    private static readonly Right ManageRoles = new(Rights.RoleManage);

    private readonly AggregateSession<AccessState> _session;
    private readonly IAggregateStore _store;
    private readonly IAuthority _authority;
    private readonly AccessBook _book;
    private readonly ICaseScope _cases;
    private readonly IDbContextFactory<CommandDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger<AccessGrain> _logger;
    private readonly string _subject;

    public AccessGrain(
        IAggregateStore store,
        IAuthority authority,
        AccessBook book,
        ICaseScope cases,
        IDbContextFactory<CommandDbContext> contexts,
        TimeProvider time,
        ILogger<AccessGrain> logger
    )
    {
        _subject = this.GetPrimaryKeyString();
        _session = new AggregateSession<AccessState>(store, new AggregateKey(Kind, _subject), Schema);
        (_store, _authority, _book, _cases, _contexts, _time, _logger) = (store, authority, book, cases, contexts, time, logger);
    }

    private AccessState State => _session.State ?? AccessState.Nothing;

    private DateTimeOffset Now => _time.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public async Task<VisibleScope> VisibleAsync(CommandContext context, CancellationToken cancellationToken) =>
        AccessRules.VisibleTo(await _book.CurrentAsync(cancellationToken), IsOwn(context) ? _subject : "", Now);

    public async Task<ImmutableArray<bool>> MayAsync(
        CommandContext context,
        ImmutableArray<AccessQuestion> questions,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await _book.CurrentAsync(cancellationToken);
        var answers = ImmutableArray.CreateBuilder<bool>(questions.Length);
        foreach (var question in questions.Take(MaximumQuestions))
        {
            // "May they at all?" is answered by whether it is held anywhere.
            answers.Add(
                IsOwn(context)
                    && (
                        question.Id is null
                            ? !AccessRules.Visible(snapshot, context, new Right(question.Right), Now).IsEmpty
                                || HoldsByCase(snapshot, question.Right)
                            : AccessRules
                                .Ways(snapshot, _cases, _subject, question.Right, await LocateAsync(question, cancellationToken), Now)
                                .Count > 0
                    )
            );
        }
        return answers.ToImmutable();
    }

    public async Task<CommandResult<AccessReport>> ReportAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!IsOwn(context) && await RefuseAsync(context, ManageRoles, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var snapshot = await _book.CurrentAsync(cancellationToken);
        return new AccessReport(
            _subject,
            snapshot.Version,
            [.. State.Roles.Select(role => ToGrant(snapshot, role))],
            AccessExplainer.Lines(snapshot, _subject, Now),
            State.Glass is { } glass && glass.Until > Now ? new BreakGlass(glass.Reason, glass.Since, glass.Until) : null
        );
    }

    public async Task<CommandResult<AccessAnswer>> WhyAsync(
        CommandContext context,
        AccessQuestion question,
        CancellationToken cancellationToken
    )
    {
        if (!IsOwn(context) && await RefuseAsync(context, ManageRoles, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (!RightNames.All.Contains(question.Right))
        {
            return Refusal.InvalidField("right", "right-unknown", $"There is no right '{question.Right}'.", question.Right);
        }
        var snapshot = await _book.CurrentAsync(cancellationToken);
        var scope = await LocateAsync(question, cancellationToken);
        var granters = await NamesAsync(snapshot.HoldersOf(snapshot.Catalogue.With(Rights.RoleManage)), cancellationToken);
        return AccessExplainer.Why(snapshot, _cases, _subject, question.Right, scope, context.Purpose, Now, granters);
    }

    private bool IsOwn(CommandContext context) => context.ActorId == _subject;

    private bool HoldsByCase(AccessSnapshot snapshot, string right) =>
        AccessLines.Active(snapshot, _subject, right, Now).Any(line => line.Right.Reach is RightReach.OwnCase);

    private async ValueTask<Refusal?> RefuseAsync(CommandContext context, Right right, CancellationToken cancellationToken) =>
        (await _authority.DecideAsync(context, right, new AccessScope(Kind, _subject, null), cancellationToken)).Refusal;

    private RoleGrant ToGrant(AccessSnapshot snapshot, GrantedRole role) =>
        new(
            role.Id,
            role.Role,
            role.UnitId,
            role.GroupIds,
            role.From,
            role.Until,
            role.GrantedBy,
            role.GrantedAt,
            AccessLines.Of(snapshot, _subject, Now).Any(line => line.Held.Id == role.Id && line.Inactive is null)
        );

    // The unit of an object, from the projections; what is not found belongs to nothing and is reached by site-wide roles only.
    private async Task<AccessScope> LocateAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        if (question.Id is not { } id)
        {
            return new AccessScope(question.Kind, null, null);
        }
        if (question.Kind == "unit")
        {
            return new AccessScope(question.Kind, id, id);
        }
        await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
        var unitId = question.Kind switch
        {
            _ when RightNames.IsDevice(question.Kind) => await database
                .Set<DeviceRow>()
                .Where(row => row.Id == id)
                .Select(row => row.UnitId)
                .FirstOrDefaultAsync(cancellationToken),
            "signal" => await database
                .Set<SignalRow>()
                .Where(row => row.Id == id)
                .Select(row => row.UnitId)
                .FirstOrDefaultAsync(cancellationToken),
            "account" => await database
                .Set<AccountRow>()
                .Where(row => row.Id == id)
                .Select(row => row.UnitId)
                .FirstOrDefaultAsync(cancellationToken),
            _ => null,
        };
        return new AccessScope(question.Kind, id, unitId);
    }

    private async Task<ImmutableArray<string>> NamesAsync(ImmutableArray<string> accounts, CancellationToken cancellationToken)
    {
        await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
        var names = await database
            .Set<AccountRow>()
            .Where(row => accounts.Contains(row.Id) && !row.Disabled)
            .OrderBy(row => row.DisplayName)
            .Select(row => row.DisplayName)
            .Take(MaximumNames)
            .ToListAsync(cancellationToken);
        return [.. names];
    }
}
