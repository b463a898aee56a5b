using Command.Web.Application.Recorders;
using Command.Web.Security;
using static Command.Web.Api.RecorderBodies;

namespace Command.Web.Api;

/// <summary>What a recorder, or the phone that acts as one, tells of itself over HTTP; the same facts come by MQTT.</summary>
internal static class FieldEndpoints
{
    public static void Map(IEndpointRouteBuilder recorders)
    {
        recorders
            .MapPost("/{id}/positions", PositionsAsync)
            .Takes<PositionsBody>()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("1 to 100 numbered positions; 204 once they are stored. A number told twice is one position.");
        recorders
            .MapPost("/{id}/sos", SosAsync)
            .Takes<SosBody>()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("SOS, or its cancellation; 204 once it is on the record and its signal is raised. One id is one SOS.");
    }

    private static async Task<IResult> PositionsAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<PositionsBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.NoContent(await service.ReportPositionsAsync(caller.Context, id, body.ToReport(), cancellationToken), http);
    }

    private static async Task<IResult> SosAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<SosBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.NoContent(await service.SosAsync(caller.Context, id, body.ToReport(), cancellationToken), http);
    }
}
