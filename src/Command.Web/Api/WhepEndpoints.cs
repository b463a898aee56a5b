using Command.Web.Application.Streams;

namespace Command.Web.Api;

/// <summary>WHEP (draft-ietf-wish-whep): how a viewing begins.</summary>
internal static class WhepEndpoints
{
    public static void Map(IEndpointRouteBuilder root) =>
        root.MapPost("/whep/{**stream}", OpenAsync)
            .ExchangesOffers()
            .WithSummary("Opens a viewing: SDP offer in, SDP answer out, the session in Location.");

    private static Task<IResult> OpenAsync(
        string? stream,
        Caller caller,
        StreamService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        OfferExchange.AnswerAsync(
            stream,
            http,
            (path, offer) => service.WatchAsync(caller.Context, path, offer, cancellationToken),
            cancellationToken
        );
}
