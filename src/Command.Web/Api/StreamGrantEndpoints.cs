using Command.Contracts.Streams;
using Command.Web.Application.Streams;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/streams/grants</c>: single-use passes for players and senders that cannot sign in.</summary>
internal static class StreamGrantEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/streams/grants", IssueAsync)
            .WithTags("Streams")
            .Takes<GrantBody>()
            .Produces<StreamGrant>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Makes a bearer token that opens one stream once within a minute, to watch it or to publish it, for the caller.");

    private static async Task<IResult> IssueAsync(
        Caller caller,
        StreamService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<GrantBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        if (!StreamPath.TryParse(body.Stream, out var stream))
        {
            return Problems.Result(StatusCodes.Status404NotFound, "stream-not-found", field: "stream");
        }
        StreamAction? action = body.Action switch
        {
            "watch" => StreamAction.Watch,
            "publish" => StreamAction.Publish,
            _ => null,
        };
        if (action is not { } wanted)
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "action-unknown", field: "action", arguments: ["watch, publish"]);
        }
        var issued = await service.GrantAsync(caller.Context, stream, wanted, cancellationToken);
        if (issued.Value is not { } grant)
        {
            return ProblemResults.Of(issued.Refusal!, http);
        }
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created((string?)null, grant);
    }

    internal sealed record GrantBody(string? Stream = null, string? Action = null);
}
