using Command.Contracts.Authority;
using Command.Contracts.Duty;
using Command.Web.Application.Duty;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/shifts</c>: who is on duty when.</summary>
internal static class ShiftEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var shifts = api.MapGroup("/shifts").WithTags("Shifts");
        shifts
            .MapGet("/", ListAsync)
            .Needs(Rights.ShiftSee)
            .Produces<ShiftPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Shifts in a time, by begin; without times the week around now.");
        shifts
            .MapPost("/", PlanAsync)
            .Needs(Rights.ShiftManage)
            .Takes<ShiftBody>()
            .Produces<Shift>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Plans a shift in a role that goes by shifts.");
        shifts
            .MapDelete("/{id}", EndAsync)
            .Needs(Rights.ShiftManage)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Takes a shift back, or ends it now when it has begun.");
    }

    private static async Task<IResult> ListAsync(
        Caller caller,
        RosterService service,
        TimeProvider time,
        HttpContext http,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        string? unitId = null,
        string? accountId = null
    )
    {
        var begin = from ?? time.GetUtcNow().AddDays(-1);
        if (begin.Year is < 2000 or > 9000)
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "query-times", field: nameof(from));
        }
        var query = new ShiftQuery(begin, until ?? begin.AddDays(7), unitId, accountId);
        return ProblemResults.Ok(await service.ListAsync(caller.Context, query, cancellationToken), http);
    }

    private static async Task<IResult> PlanAsync(
        Caller caller,
        RosterService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<ShiftBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var planned = await service.PlanAsync(caller.Context, body.ToDraft(), cancellationToken);
        return ProblemResults.Created(planned, http, shift => $"/api/v1/shifts/{shift.Id}", _ => 1);
    }

    private static async Task<IResult> EndAsync(
        string id,
        Caller caller,
        RosterService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.NoContent(await service.EndAsync(caller.Context, id, cancellationToken), http);

    /// <summary>A <see cref="ShiftDraft"/> whose fields may be left out.</summary>
    internal sealed record ShiftBody(
        string? AccountId = null,
        string? Role = null,
        string? UnitId = null,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null,
        string? Note = null
    )
    {
        public ShiftDraft ToDraft() => new(AccountId ?? "", Role ?? "", UnitId, From ?? default, Until ?? default, Note);
    }
}
