using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Web.Application.Directory;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/devices</c>: devices of every kind.</summary>
internal static class DeviceEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/devices", ListAsync)
            .WithTags("Devices")
            .Produces<DevicePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Devices of every kind, or of one, by name; search in name and number, page by 'after'.");

    private static async Task<IResult> ListAsync(
        Caller caller,
        DirectoryService service,
        CancellationToken cancellationToken,
        string? text = null,
        string? unitId = null,
        string? kind = null,
        string? after = null,
        string? take = null
    )
    {
        var (count, problem) = Preconditions.Number(take, "take", 100, 1, DirectoryService.LargestPage);
        if (problem is not null)
        {
            return problem;
        }
        if (!TryReadKind(Preconditions.NullWhenEmpty(kind), out var wanted))
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "kind-unknown", field: "kind", arguments: ["camera, recorder"]);
        }
        var query = new DeviceQuery(
            Preconditions.NullWhenEmpty(text),
            Preconditions.NullWhenEmpty(unitId),
            Preconditions.NullWhenEmpty(after),
            count,
            wanted
        );
        return TypedResults.Ok(await service.DevicesAsync(caller.Context, query, cancellationToken));
    }

    private static bool TryReadKind(string? text, out DeviceKind? kind)
    {
        kind = text switch
        {
            "camera" => DeviceKind.Camera,
            "recorder" => DeviceKind.Recorder,
            _ => null,
        };
        return kind is not null || text is null;
    }
}
