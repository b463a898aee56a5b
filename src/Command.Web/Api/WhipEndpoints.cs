using Command.Web.Application.Streams;

namespace Command.Web.Api;

/// <summary>WHIP (RFC 9725): how a publishing begins.</summary>
internal static class WhipEndpoints
{
    public static void Map(IEndpointRouteBuilder root) =>
        root.MapPost("/whip/{**stream}", OpenAsync)
            .ExchangesOffers()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary(
                "Opens a publishing: SDP offer in, SDP answer out, the session in Location. One publisher per stream; a new session of the same "
                    + "publisher takes over."
            );

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
            (path, offer) => service.PublishAsync(caller.Context, path, offer, cancellationToken),
            cancellationToken
        );
}
