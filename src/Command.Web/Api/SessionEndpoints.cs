using Command.Contracts.Streams;
using Command.Web.Application.Streams;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/sessions</c>: running viewings and publishings; PATCH and DELETE as WHIP (RFC 9725 §4.2, §4.3) and WHEP say.</summary>
internal static class SessionEndpoints
{
    public const string Fragment = "application/trickle-ice-sdpfrag";

    public static void Map(IEndpointRouteBuilder root)
    {
        var sessions = root.MapGroup("/sessions").WithTags("Streams");
        sessions
            .MapPatch("/{id}", TrickleAsync)
            .Takes<string>(Fragment)
            .Produces<string>(StatusCodes.Status200OK, Fragment)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Trickles ICE candidates (RFC 8840); If-Match names the ICE generation.");
        sessions
            .MapDelete("/{id}", CloseAsync)
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Ends a viewing or a publishing; reason=screen-locked says of a publisher that its phone was locked.");
    }

    private static async Task<IResult> TrickleAsync(
        string id,
        Caller caller,
        StreamService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!SessionKey.TryParsePublicId(id, out var session))
        {
            return Problems.Result(StatusCodes.Status404NotFound, "session-not-found");
        }
        var (fragment, problem) = await RequestBody.TextAsync(http, Fragment, cancellationToken);
        if (fragment is null)
        {
            return problem!;
        }
        var generation = http.Request.Headers.IfMatch.ToString().Trim();
        if (generation.Length == 0)
        {
            // RFC 9725 §4.3: without it a late fragment could hit a newer ICE generation.
            return Problems.Result(StatusCodes.Status428PreconditionRequired, "if-match-required");
        }
        if (!TrickleFragment.IsValid(fragment))
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "bad-fragment");
        }
        var trickled = await service.TrickleAsync(caller.Context, session, fragment, generation.Trim('"'), cancellationToken);
        if (trickled.Value is not { } answer)
        {
            return ProblemResults.Of(trickled.Refusal!, http);
        }
        http.Response.Headers.ETag = OfferExchange.Quoted(answer.ETag);
        return answer.Fragment.Length == 0 ? TypedResults.NoContent() : TypedResults.Text(answer.Fragment, Fragment);
    }

    private static async Task<IResult> CloseAsync(
        string id,
        string? reason,
        Caller caller,
        StreamService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!SessionKey.TryParsePublicId(id, out var session))
        {
            return Problems.Result(StatusCodes.Status404NotFound, "session-not-found");
        }
        var closed = await service.CloseAsync(caller.Context, session, reason, cancellationToken);
        return closed.Refusal is { } refusal ? ProblemResults.Of(refusal, http) : TypedResults.Ok();
    }
}
