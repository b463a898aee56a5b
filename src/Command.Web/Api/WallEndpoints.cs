using System.Collections.Immutable;
using Command.Contracts.Walls;
using Command.Web.Application.Walls;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/walls/mine</c>.</summary>
internal static class WallEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var walls = api.MapGroup("/walls").WithTags("Walls");
        walls.MapGet("/mine", GetAsync).Produces<WallLayout>().WithSummary("The caller's wall.");
        walls
            .MapPut("/mine", PutAsync)
            .Takes<WallBody>()
            .Produces<WallLayout>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Saves the caller's wall; the last writer wins unless If-Match is given.");
    }

    private static async Task<IResult> GetAsync(Caller caller, WallService service, HttpContext http, CancellationToken cancellationToken)
    {
        var wall = await service.MineAsync(caller.Context, cancellationToken);
        return ProblemResults.Ok(wall, http, wall.Value?.Version);
    }

    private static async Task<IResult> PutAsync(Caller caller, WallService service, HttpContext http, CancellationToken cancellationToken)
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<WallBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var layout = new WallLayout(
            body.Cells,
            [.. (body.Tiles ?? []).Select(tile => new WallTile(tile?.Slot ?? -1, tile?.DeviceId ?? ""))],
            0
        );
        var saved = await service.SaveAsync(caller.Context, layout, version, cancellationToken);
        return ProblemResults.Ok(saved, http, saved.Value?.Version);
    }

    internal sealed record TileBody(int Slot = -1, string? DeviceId = null);

    internal sealed record WallBody(int Cells = 0, ImmutableList<TileBody?>? Tiles = null);
}
