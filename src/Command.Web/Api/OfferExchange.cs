using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary>SDP offer in, SDP answer out: how viewings (WHEP) and publishings (WHIP) begin.</summary>
internal static class OfferExchange
{
    public const string Sdp = "application/sdp";

    /// <summary>What both begin with, as the description of the endpoint.</summary>
    public static RouteHandlerBuilder ExchangesOffers(this RouteHandlerBuilder endpoint) =>
        endpoint
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
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Reads and checks the offer, and answers with what <paramref name="open"/> says to it.</summary>
    public static async Task<IResult> AnswerAsync(
        string? stream,
        HttpContext http,
        Func<StreamPath, string, Task<CommandResult<SessionAnswer>>> open,
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
        var opened = await open(path, offer);
        if (opened.Value is not { } answer)
        {
            return ProblemResults.Of(opened.Refusal!, http);
        }
        var headers = http.Response.Headers;
        headers.Location = $"/sessions/{answer.SessionId}";
        headers.ETag = Quoted(answer.ETag);
        headers["Accept-Patch"] = SessionEndpoints.Fragment;
        headers.CacheControl = "no-store";
        return TypedResults.Text(answer.Sdp, Sdp, statusCode: StatusCodes.Status201Created);
    }

    public static string Quoted(string eTag) => eTag.StartsWith('"') ? eTag : $"\"{eTag}\"";
}
