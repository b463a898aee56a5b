using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Web.Application.Cameras;
using Command.Web.Application.Directory;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/cameras</c>.</summary>
internal static class CameraEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var cameras = api.MapGroup("/cameras").WithTags("Cameras");
        cameras
            .MapGet("/", ListAsync)
            .Produces<DevicePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Cameras by name; search in name and number, page by 'after'.");
        cameras
            .MapPost("/", CreateAsync)
            .Takes<CameraBody>()
            .Produces<CameraStatus>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Adds a camera.");
        cameras
            .MapPost("/probe", ProbeAsync)
            .RequireRateLimiting(Schemes.OutboundLimit)
            .Takes<ProbeBody>()
            .Produces<ProbeReport>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Asks an address for its streams, storing nothing; an address that gives none is answered with its cause.");
        cameras
            .MapGet("/{id}", DescribeAsync)
            .Produces<CameraStatus>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Desired and reported state of a camera, with its version as ETag.");
        cameras
            .MapPut("/{id}", UpdateAsync)
            .Takes<CameraBody>()
            .Produces<CameraStatus>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary(
                "Replaces the desired state; without a credential the stored one stays, as long as the address names the same device."
            );
        cameras
            .MapDelete("/{id}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Removes a camera; its events stay.");
        cameras
            .MapGet("/{id}/history", HistoryAsync)
            .Produces<StateHistory>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("State changes with causes, newest first.");
    }

    /// <summary>Stills speak JPEG, so that they stand outside the group that speaks JSON.</summary>
    public static void MapStill(IEndpointRouteBuilder api) =>
        api.MapGet("/cameras/{id}/still", StillAsync)
            .WithTags("Cameras")
            .AddEndpointFilter(new AcceptFilter("image/jpeg"))
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The newest picture as JPEG, at most 'width' pixels wide.");

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
        var query = new DeviceQuery(
            Preconditions.NullWhenEmpty(text),
            Preconditions.NullWhenEmpty(unitId),
            Preconditions.NullWhenEmpty(after),
            count,
            DeviceKind.Camera
        );
        return TypedResults.Ok(await service.DevicesAsync(caller.Context, query, cancellationToken));
    }

    private static async Task<IResult> CreateAsync(
        Caller caller,
        CameraService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<CameraBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var created = await service.CreateAsync(caller.Context, body.ToDraft(), cancellationToken);
        return ProblemResults.Created(created, http, camera => $"/api/v1/cameras/{camera.Id}", camera => camera.Version);
    }

    private static async Task<IResult> ProbeAsync(
        Caller caller,
        CameraService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<ProbeBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var report = await service.ProbeAsync(
            caller.Context,
            body.Address ?? "",
            body.Credential?.ToDraft(),
            body.Transport,
            cancellationToken
        );
        return ProblemResults.Ok(report, http);
    }

    private static async Task<IResult> DescribeAsync(
        string id,
        Caller caller,
        CameraService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var camera = await service.DescribeAsync(caller.Context, id, cancellationToken);
        return ProblemResults.Ok(camera, http, camera.Value?.Version);
    }

    private static async Task<IResult> UpdateAsync(
        string id,
        Caller caller,
        CameraService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        if (badVersion is not null)
        {
            return badVersion;
        }
        var (body, problem) = await RequestBody.JsonAsync<CameraBody>(http, cancellationToken);
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
        CameraService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (version, badVersion) = Preconditions.IfMatch(http);
        return badVersion is not null
            ? badVersion
            : ProblemResults.NoContent(await service.DeleteAsync(caller.Context, id, version, cancellationToken), http);
    }

    private static async Task<IResult> HistoryAsync(
        string id,
        Caller caller,
        CameraService service,
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
        CameraService service,
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

    internal sealed record CredentialBody(string? UserName = null, string? Password = null)
    {
        public CredentialDraft ToDraft() => new(UserName ?? "", Password ?? "");

        public override string ToString() => $"CredentialBody {{ UserName = {UserName} }}";
    }

    internal sealed record ProbeBody(
        string? Address = null,
        CredentialBody? Credential = null,
        TransportPreference Transport = TransportPreference.Auto
    );

    /// <summary>A <see cref="CameraDraft"/> whose fields may be left out.</summary>
    internal sealed record CameraBody(
        string? Name = null,
        string? Code = null,
        string? Address = null,
        string? SubAddress = null,
        CredentialBody? Credential = null,
        TransportPreference Transport = TransportPreference.Auto,
        bool Enabled = true,
        bool AlwaysOn = false,
        string? UnitId = null,
        Place? Place = null
    )
    {
        public CameraDraft ToDraft() =>
            new(Name ?? "", Code, Address ?? "", SubAddress, Credential?.ToDraft(), Transport, Enabled, AlwaysOn, UnitId ?? "", Place);
    }
}
