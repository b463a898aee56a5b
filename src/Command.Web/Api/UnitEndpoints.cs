using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Units;
using Command.Web.Application.Directory;
using Command.Web.Application.Units;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/units</c> and <c>/api/v1/tree</c>.</summary>
internal static class UnitEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var units = api.MapGroup("/units").WithTags("Units");
        units
            .MapGet(
                "/",
                async (Caller caller, UnitService service, CancellationToken cancellationToken) =>
                    TypedResults.Ok<IReadOnlyList<UnitDetails>>(await service.ListAsync(caller.Context, cancellationToken))
            )
            .WithSummary("All units, parents before children.");
        units
            .MapPost("/", CreateAsync)
            .Takes<UnitBody>()
            .Produces<UnitDetails>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Adds a unit.");
        units
            .MapGet("/{id}", DescribeAsync)
            .Produces<UnitDetails>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One unit, with its version as ETag.");
        units
            .MapPut("/{id}", UpdateAsync)
            .Takes<UnitBody>()
            .Produces<UnitDetails>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Changes or moves a unit; If-Match guards against a newer version.");
        units
            .MapDelete("/{id}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Removes an empty unit.");
        api.MapGet("/tree", TreeAsync).WithTags("Units").Produces<TreeAnswer>().WithSummary("Units with their device counts.");
    }

    private static async Task<IResult> CreateAsync(
        Caller caller,
        UnitService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<UnitBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var created = await service.CreateAsync(caller.Context, body.ToDraft(), cancellationToken);
        return ProblemResults.Created(created, http, unit => $"/api/v1/units/{unit.Id}", unit => unit.Version);
    }

    private static async Task<IResult> DescribeAsync(
        string id,
        Caller caller,
        UnitService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var unit = await service.DescribeAsync(caller.Context, id, cancellationToken);
        return ProblemResults.Ok(unit, http, unit.Value?.Version);
    }

    private static async Task<IResult> UpdateAsync(
        string id,
        Caller caller,
        UnitService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<UnitBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var updated = await service.UpdateAsync(caller.Context, id, body.ToDraft(), version, cancellationToken);
        return ProblemResults.Ok(updated, http, updated.Value?.Version);
    }

    private static async Task<IResult> DeleteAsync(
        string id,
        Caller caller,
        UnitService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        return badVersion is not null
            ? badVersion
            : ProblemResults.NoContent(await service.DeleteAsync(caller.Context, id, version, cancellationToken), http);
    }

    private static async Task<IResult> TreeAsync(
        Caller caller,
        UnitService units,
        DirectoryService directory,
        CancellationToken cancellationToken
    )
    {
        var list = units.ListAsync(caller.Context, cancellationToken);
        var counts = directory.CountsAsync(caller.Context, cancellationToken);
        return TypedResults.Ok(new TreeAnswer(await list, await counts));
    }

    internal sealed record TreeAnswer(IReadOnlyList<UnitDetails> Units, IReadOnlyList<UnitCount> Counts);

    /// <summary>A <see cref="UnitDraft"/> whose fields may be left out.</summary>
    internal sealed record UnitBody(string? Name = null, string? Code = null, string? ParentId = null, Place? Place = null, int Order = 0)
    {
        public UnitDraft ToDraft() => new(Name ?? "", Code, ParentId, Place, Order);
    }
}
