using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Web.Application.Approvals;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/approvals</c>: acts that need a second person.</summary>
internal static class ApprovalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("/approvals").WithTags("Approvals");
        approvals
            .MapGet(
                "/",
                async (Caller caller, ApprovalService service, CancellationToken cancellationToken, bool open = false) =>
                    TypedResults.Ok<IReadOnlyList<Approval>>(await service.ListAsync(caller.Context, open, cancellationToken))
            )
            .SignedIn("It carries only what the caller asked for or may decide.")
            .WithSummary("Requests the caller has made or may decide, newest first.");
        approvals
            .MapGet(
                "/{id}",
                async (string id, HttpContext http, Caller caller, ApprovalService service, CancellationToken cancellationToken) =>
                    ProblemResults.Ok(await service.DescribeAsync(caller.Context, id, cancellationToken), http)
            )
            .SignedIn("It carries only what the caller asked for or may decide.")
            .Produces<Approval>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One request.");
        approvals
            .MapPost("/{id}/decision", DecideAsync)
            .Needs(Rights.ApprovalDecide)
            .Takes<DecisionBody>()
            .Produces<Approval>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Approves or refuses, as the second person.");
        approvals
            .MapDelete(
                "/{id}",
                async (string id, HttpContext http, Caller caller, ApprovalService service, CancellationToken cancellationToken) =>
                    ProblemResults.Ok(await service.WithdrawAsync(caller.Context, id, cancellationToken), http)
            )
            .SignedIn("Everybody may take back what they asked for.")
            .Produces<Approval>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes back one's own request.");
    }

    private static async Task<IResult> DecideAsync(
        string id,
        Caller caller,
        ApprovalService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<DecisionBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.Ok(await service.DecideAsync(caller.Context, id, body.Approve, body.Reason, cancellationToken), http);
    }

    /// <summary>What the second person says.</summary>
    internal sealed record DecisionBody(bool Approve = false, string? Reason = null);
}
