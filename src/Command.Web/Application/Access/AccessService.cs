using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Web.Application.Access;

/// <summary>Roles there are, roles people and API clients hold, what they may and why, and break-glass.</summary>
internal sealed class AccessService(IGrainFactory grains)
{
    /// <summary>Most questions in one call of <see cref="MayAsync"/>.</summary>
    public const int MostQuestions = 200;

    private static readonly Refusal Unknown = Refusal.Of(RefusalCode.NotFound, "account-not-found", "There is no such account.");

    /// <summary>All roles, in the order of the matrix.</summary>
    public Task<ImmutableArray<RoleInfo>> RolesAsync(CancellationToken cancellationToken) =>
        grains.GetGrain<IRoleCatalogueGrain>("site").ListAsync(cancellationToken);

    /// <summary>What the caller may be told of now.</summary>
    public Task<VisibleScope> VisibleAsync(CommandContext context, CancellationToken cancellationToken) =>
        Own(context).VisibleAsync(context, cancellationToken);

    /// <summary>Which of these acts the caller would be allowed now; in order.</summary>
    public Task<ImmutableArray<bool>> MayAsync(
        CommandContext context,
        ImmutableArray<AccessQuestion> questions,
        CancellationToken cancellationToken
    ) => Own(context).MayAsync(context, questions, cancellationToken);

    /// <summary>Everything somebody holds, line by line.</summary>
    /// <param name="subjectId">Account id, or <c>client/{id}</c>.</param>
    public Task<CommandResult<AccessReport>> ReportAsync(CommandContext context, string subjectId, CancellationToken cancellationToken) =>
        OfAsync(subjectId, subject => subject.ReportAsync(context, cancellationToken));

    /// <summary>Why somebody may or may not do something.</summary>
    public Task<CommandResult<AccessAnswer>> WhyAsync(
        CommandContext context,
        string subjectId,
        AccessQuestion question,
        CancellationToken cancellationToken
    ) => OfAsync(subjectId, subject => subject.WhyAsync(context, question, cancellationToken));

    /// <summary>Grants a role, or asks a second person to.</summary>
    public Task<CommandResult<GrantOutcome>> GrantAsync(
        CommandContext context,
        string subjectId,
        RoleGrantDraft draft,
        CancellationToken cancellationToken
    ) => OfAsync(subjectId, subject => subject.GrantAsync(context, draft, cancellationToken));

    /// <summary>Takes a role away.</summary>
    public async Task<CommandResult> RevokeAsync(
        CommandContext context,
        string subjectId,
        string grantId,
        string reason,
        CancellationToken cancellationToken
    ) =>
        IsSubject(subjectId)
            ? await Subject(subjectId).RevokeAsync(context, grantId, reason, cancellationToken)
            : CommandResult.Refused(Unknown);

    /// <summary>The caller takes all operating rights for 30 minutes.</summary>
    public Task<CommandResult<BreakGlass>> BreakGlassAsync(CommandContext context, string reason, CancellationToken cancellationToken) =>
        Own(context).BreakGlassAsync(context, reason, cancellationToken);

    /// <summary>The caller gives them back.</summary>
    public Task<CommandResult> MendGlassAsync(CommandContext context, CancellationToken cancellationToken) =>
        Own(context).MendGlassAsync(context, cancellationToken);

    /// <summary>An id that is none must not activate a grain.</summary>
    private async Task<CommandResult<T>> OfAsync<T>(string subjectId, Func<IAccessGrain, Task<CommandResult<T>>> ask)
        where T : class => IsSubject(subjectId) ? await ask(Subject(subjectId)) : Unknown;

    private static bool IsSubject(string id)
    {
        const string client = CommandContext.ClientKind + "/";
        return Ulid.IsValid(id.StartsWith(client, StringComparison.Ordinal) ? id[client.Length..] : id);
    }

    private IAccessGrain Own(CommandContext context) => Subject(context.ActorId);

    private IAccessGrain Subject(string subjectId) => grains.GetGrain<IAccessGrain>(subjectId);
}
