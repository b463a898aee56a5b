using System.Globalization;
using Command.Contracts.Audit;
using Command.Web.Application.Audit;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/audit</c>.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit", QueryAsync)
            .WithTags("Audit")
            .Produces<AuditPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("Events of the record, newest first: who did what, when, why.");

    private static async Task<IResult> QueryAsync(
        Caller caller,
        AuditService service,
        HttpContext http,
        CancellationToken cancellationToken,
        string? objectKind = null,
        string? objectId = null,
        string? actorId = null,
        string? type = null,
        string? before = null,
        string? take = null
    )
    {
        var (count, problem) = Preconditions.Number(take, "take", 100, 1, 500);
        if (problem is not null)
        {
            return problem;
        }
        DateTimeOffset? earlier = null;
        if (before is not null)
        {
            if (!DateTimeOffset.TryParse(before, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            {
                return Problems.Result(StatusCodes.Status400BadRequest, "bad-value", field: "before", arguments: ["before"]);
            }
            earlier = parsed;
        }
        var query = new AuditQuery(objectKind, objectId, actorId, type, earlier, count);
        return ProblemResults.Ok(await service.QueryAsync(caller.Context, query, cancellationToken), http);
    }
}
