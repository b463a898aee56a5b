using Command.Contracts.Authority;
using Command.Web.Application.Access;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/roles</c>, <c>/me/access</c>, <c>/access</c> and <c>/break-glass</c>: who may what, and why.</summary>
internal static class AccessEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/roles",
                async (AccessService service, CancellationToken cancellationToken) =>
                    TypedResults.Ok<IReadOnlyList<RoleInfo>>(await service.RolesAsync(cancellationToken))
            )
            .SignedIn("What a role carries is no secret from those who have signed in.")
            .WithTags("Access")
            .WithSummary("All roles and what they carry.");
        api.MapGet("/me/access", OwnAsync)
            .SignedIn("Everybody may know what they may do.")
            .WithTags("Access")
            .Produces<AccessReport>()
            .WithSummary("What the caller may do, line by line.");
        api.MapGet("/me/scope", ScopeAsync)
            .SignedIn("Everybody may know what they may see.")
            .WithTags("Access")
            .Produces<VisibleScope>()
            .WithSummary("What the caller may be told of now.");
        var access = api.MapGroup("/access").WithTags("Access");
        access
            .MapPost("/why", WhyAsync)
            .Needs(Rights.RoleManage)
            .Takes<WhyBody>()
            .Produces<AccessAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Why somebody may or may not do something; about oneself it is free.");
        MapSubject(access.MapGroup("/{accountId}"), (accountId, _) => accountId);
        MapSubject(access.MapGroup("/client/{clientId}"), (_, clientId) => $"client/{clientId}");
        api.MapPost("/break-glass", BreakAsync)
            .Needs(Rights.BreakGlassUse)
            .WithTags("Access")
            .Takes<GlassBody>()
            .Produces<BreakGlass>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes all operating rights for 30 minutes, seen by everybody.");
        api.MapDelete("/break-glass", MendAsync)
            .SignedIn("Everybody may give back what they took.")
            .WithTags("Access")
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Gives them back.");
    }

    // A person by account id, an API client by client/{id}: the same three operations.
    private static void MapSubject(RouteGroupBuilder subject, Func<string, string, string> idOf)
    {
        subject
            .MapGet(
                "/",
                async (HttpContext http, Caller caller, AccessService service, CancellationToken cancellationToken) =>
                    ProblemResults.Ok(await service.ReportAsync(caller.Context, SubjectOf(http, idOf), cancellationToken), http)
            )
            .Needs(Rights.RoleManage)
            .Produces<AccessReport>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What somebody may do, line by line; one's own is free.");
        subject
            .MapPost(
                "/roles",
                async (HttpContext http, Caller caller, AccessService service, CancellationToken cancellationToken) =>
                {
                    var (body, problem) = await RequestBody.JsonAsync<GrantBody>(http, cancellationToken);
                    return body is null
                        ? problem!
                        : Granted(await service.GrantAsync(caller.Context, SubjectOf(http, idOf), body.ToDraft(), cancellationToken), http);
                }
            )
            .Needs(Rights.RoleManage)
            .Takes<GrantBody>()
            .Produces<RoleGrant>(StatusCodes.Status201Created)
            .Produces<Waiting>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Grants a role; an administrator role waits for a second person.");
        subject
            .MapDelete(
                "/roles/{grantId}",
                async (
                    string grantId,
                    HttpContext http,
                    Caller caller,
                    AccessService service,
                    CancellationToken cancellationToken,
                    string? reason = null
                ) =>
                    ProblemResults.NoContent(
                        await service.RevokeAsync(caller.Context, SubjectOf(http, idOf), grantId, reason ?? "", cancellationToken),
                        http
                    )
            )
            .Needs(Rights.RoleManage)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes a role away; a reason is required.");
    }

    private static string SubjectOf(HttpContext http, Func<string, string, string> idOf) =>
        idOf(http.Request.RouteValues["accountId"] as string ?? "", http.Request.RouteValues["clientId"] as string ?? "");

    private static IResult Granted(Command.Contracts.Common.CommandResult<GrantOutcome> result, HttpContext http) =>
        result.Value switch
        {
            { Grant: { } grant } => TypedResults.Created((string?)null, grant),
            { ApprovalId: { } approval } => TypedResults.Accepted($"/api/v1/approvals/{approval}", new Waiting(approval)),
            _ => ProblemResults.Of(result.Refusal!, http), // a result without a value carries its refusal
        };

    private static async Task<IResult> OwnAsync(
        Caller caller,
        AccessService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.Ok(await service.ReportAsync(caller.Context, caller.Context.ActorId, cancellationToken), http);

    private static async Task<IResult> ScopeAsync(Caller caller, AccessService service, CancellationToken cancellationToken) =>
        TypedResults.Ok(await service.VisibleAsync(caller.Context, cancellationToken));

    private static async Task<IResult> WhyAsync(Caller caller, AccessService service, HttpContext http, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.JsonAsync<WhyBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var question = new AccessQuestion(body.Right ?? "", body.Kind ?? "", body.Id);
        var subject = body.AccountId ?? caller.Context.ActorId;
        return ProblemResults.Ok(await service.WhyAsync(caller.Context, subject, question, cancellationToken), http);
    }

    private static async Task<IResult> BreakAsync(
        Caller caller,
        AccessService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<GlassBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.Ok(await service.BreakGlassAsync(caller.Context, body.Reason ?? "", cancellationToken), http);
    }

    private static async Task<IResult> MendAsync(
        Caller caller,
        AccessService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.NoContent(await service.MendGlassAsync(caller.Context, cancellationToken), http);

    /// <summary>A role to be granted; shape as <see cref="RoleGrantDraft"/>.</summary>
    internal sealed record GrantBody(
        string? Role = null,
        string? UnitId = null,
        IReadOnlyList<string>? GroupIds = null,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null,
        string? Reason = null
    )
    {
        public RoleGrantDraft ToDraft() => new(Role ?? "", UnitId, [.. GroupIds ?? []], From, Until, Reason ?? "");
    }

    /// <summary>Waits for a second person.</summary>
    internal sealed record Waiting(string ApprovalId);

    /// <summary>A question; without an account it is about the caller.</summary>
    internal sealed record WhyBody(string? Right = null, string? Kind = null, string? Id = null, string? AccountId = null);

    /// <summary>Why the glass is broken.</summary>
    internal sealed record GlassBody(string? Reason = null);
}
