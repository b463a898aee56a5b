using Command.Contracts.Streams;
using Command.Web.Application.Streams;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary>WHEP (draft-ietf-wish-whep): POST an offer, then PATCH and DELETE the session.</summary>
internal static class WhepEndpoints
{
    private const string Sdp = "application/sdp";
    private const string Fragment = "application/trickle-ice-sdpfrag";

    public static void Map(IEndpointRouteBuilder root)
    {
        root.MapPost("/whep/{**stream}", OpenAsync)
            .WithTags("Streams")
            .AddEndpointFilter(new AcceptFilter(Sdp))
            .Takes<string>(Sdp)
            .Produces<string>(StatusCodes.Status201Created, Sdp)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status406NotAcceptable)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Opens a viewing: SDP offer in, SDP answer out, the session in Location.");
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
            .WithSummary("Ends a viewing.");
    }

    private static async Task<IResult> OpenAsync(
        string? stream,
        Caller caller,
        StreamService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!StreamPath.TryParse(stream, out var path))
        {
            return Problems.Result(StatusCodes.Status404NotFound, "stream-not-found");
        }
        var (offer, problem) = await RequestBody.TextAsync(http, Sdp, cancellationToken);
        if (offer is null)
        {
            return problem!;
        }
        if (!OfferCheck.MayBeOffer(offer))
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "bad-offer");
        }
        var opened = await service.OpenAsync(caller.Context, path, offer, cancellationToken);
        if (opened.Value is not { } answer)
        {
            return ProblemResults.Of(opened.Refusal!, http);
        }
        var headers = http.Response.Headers;
        headers.Location = $"/sessions/{answer.SessionId}";
        headers.ETag = Quoted(answer.ETag);
        headers["Accept-Patch"] = Fragment;
        headers.CacheControl = "no-store";
        return TypedResults.Text(answer.Sdp, Sdp, statusCode: StatusCodes.Status201Created);
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
        http.Response.Headers.ETag = Quoted(answer.ETag);
        return answer.Fragment.Length == 0 ? TypedResults.NoContent() : TypedResults.Text(answer.Fragment, Fragment);
    }

    private static async Task<IResult> CloseAsync(
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
        var closed = await service.CloseAsync(caller.Context, session, cancellationToken);
        return closed.Refusal is { } refusal ? ProblemResults.Of(refusal, http) : TypedResults.Ok();
    }

    private static string Quoted(string eTag) => eTag.StartsWith('"') ? eTag : $"\"{eTag}\"";
}
