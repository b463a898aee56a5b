using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Recorders;
using Command.Web.Application.Cameras;
using Command.Web.Application.Directory;
using Command.Web.Application.Recorders;
using Command.Web.Security;
using static Command.Web.Api.RecorderBodies;

namespace Command.Web.Api;

/// <summary><c>/api/v1/recorders</c>: body-worn recorders as people state them and as they report.</summary>
internal static class RecorderEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var recorders = api.MapGroup("/recorders").WithTags("Recorders");
        recorders
            .MapGet("/", ListAsync)
            .Produces<DevicePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Body-worn recorders by name; search in name and number, page by 'after'.");
        recorders
            .MapPost("/", CreateAsync)
            .Takes<RecorderBody>()
            .Produces<CreatedRecorder>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Adds a recorder and makes its key, which is told this once.");
        recorders
            .MapGet("/{id}", DescribeAsync)
            .Produces<RecorderStatus>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Desired and reported state of a recorder, with its version as ETag.");
        recorders
            .MapPut("/{id}", UpdateAsync)
            .Takes<RecorderBody>()
            .Produces<RecorderStatus>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary(
                "Replaces the desired state; without a serial the stored one stays. Switched off, its connections and its stream end."
            );
        recorders
            .MapDelete("/{id}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Removes a recorder and ends its connections; its events stay.");
        recorders
            .MapPost("/{id}/key", ResetKeyAsync)
            .Produces<RecorderKey>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary(
                "Makes a new key, told this once; the old one is worthless (at other web nodes within 5 seconds) and its connections end."
            );
        recorders
            .MapGet("/{id}/history", HistoryAsync)
            .Produces<StateHistory>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("State changes with causes, newest first.");
        RecorderDutyEndpoints.Map(recorders);
        FieldEndpoints.Map(recorders);
    }

    /// <summary>Stills speak JPEG, so that they stand outside the group that speaks JSON.</summary>
    public static void MapStill(IEndpointRouteBuilder api) =>
        api.MapGet("/recorders/{id}/still", StillAsync)
            .WithTags("Recorders")
            .AddEndpointFilter(new AcceptFilter("image/jpeg"))
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The newest picture of its live stream as JPEG, at most 'width' pixels wide.");

    private static async Task<IResult> ListAsync(
        Caller caller,
        DirectoryService service,
        CancellationToken cancellationToken,
        string? text = null,
        string? unitId = null,
        string? after = null,
        string? take = null
    )
    {
        var (count, problem) = Preconditions.Number(take, "take", 100, 1, DirectoryService.LargestPage);
        if (problem is not null)
        {
            return problem;
        }
        var query = new DeviceQuery(NullWhenEmpty(text), NullWhenEmpty(unitId), NullWhenEmpty(after), count, DeviceKind.Recorder);
        return TypedResults.Ok(await service.DevicesAsync(caller.Context, query, cancellationToken));
    }

    private static async Task<IResult> CreateAsync(
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<RecorderBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        KeepSecret(http);
        var created = await service.CreateAsync(caller.Context, body.ToDraft(), cancellationToken);
        return ProblemResults.Created(created, http, made => $"/api/v1/recorders/{made.Recorder.Id}", made => made.Recorder.Version);
    }

    private static async Task<IResult> DescribeAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var recorder = await service.DescribeAsync(caller.Context, id, cancellationToken);
        return ProblemResults.Ok(recorder, http, recorder.Value?.Version);
    }

    private static async Task<IResult> UpdateAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<RecorderBody>(http, cancellationToken);
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
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        return badVersion is not null
            ? badVersion
            : ProblemResults.NoContent(await service.DeleteAsync(caller.Context, id, version, cancellationToken), http);
    }

    private static async Task<IResult> ResetKeyAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        KeepSecret(http);
        return ProblemResults.Ok(await service.ResetKeyAsync(caller.Context, id, cancellationToken), http);
    }

    private static async Task<IResult> HistoryAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken,
        string? take = null
    )
    {
        var (count, problem) = Preconditions.Number(take, "take", 100, 1, 500);
        return problem ?? ProblemResults.Ok(await service.HistoryAsync(caller.Context, id, count, cancellationToken), http);
    }

    private static async Task<IResult> StillAsync(
        string id,
        Caller caller,
        RecorderService service,
        IHttpClientFactory clients,
        HttpContext http,
        CancellationToken cancellationToken,
        string? width = null
    )
    {
        var (pixels, problem) = Preconditions.Number(width, "width", 1280, 64, CameraService.WidestStill);
        return problem
            ?? await MediaHttpProxy.StillAsync(
                await service.StillAsync(caller.Context, id, pixels, cancellationToken),
                id,
                clients,
                http,
                cancellationToken
            );
    }

    /// <summary>The answer carries a key: nobody on the way may keep it.</summary>
    private static void KeepSecret(HttpContext http) => http.Response.Headers.CacheControl = "no-store";

    private static string? NullWhenEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
