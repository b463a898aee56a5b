using Command.Contracts.Signals;
using Command.Web.Application.Signals;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary><c>/api/v1/signals</c>.</summary>
internal static class SignalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var signals = api.MapGroup("/signals").WithTags("Signals");
        signals
            .MapGet("/", ListAsync)
            .Produces<SignalPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary(
                "Signals, newest first; 'open=true' for those that are not over, by 'colour' and 'subjectId', page by 'after'. Evidence is cut to the newest 16."
            );
        signals
            .MapGet("/{id}", DescribeAsync)
            .Produces<Signal>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One signal with all its evidence.");
        signals
            .MapPost("/{id}/offer", OfferAsync)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A console has shown it to a person.");
        signals
            .MapPost("/{id}/acknowledge", AcknowledgeAsync)
            .Takes<AcknowledgeBody>()
            .Produces<Signal>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("The caller answers for it; 409 names the person who did before.");
        signals
            .MapPost("/{id}/dismiss", DismissAsync)
            .Takes<DismissBody>()
            .Produces<Signal>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Sets it aside with a reason of 3 to 200 characters.");
    }

    private static async Task<IResult> ListAsync(
        Caller caller,
        SignalService service,
        HttpContext http,
        CancellationToken cancellationToken,
        string? open = null,
        string? colour = null,
        string? subjectId = null,
        string? after = null,
        string? take = null
    )
    {
        var (count, problem) = Preconditions.Number(take, "take", 100, 1, SignalService.LargestPage);
        if (problem is not null)
        {
            return problem;
        }
        if (!TryReadColour(Preconditions.NullWhenEmpty(colour), out var wanted))
        {
            return Problems.Result(
                StatusCodes.Status400BadRequest,
                "colour-unknown",
                field: "colour",
                arguments: ["red, orange, yellow, blue"]
            );
        }
        var query = new SignalQuery(
            string.Equals(open, "true", StringComparison.OrdinalIgnoreCase),
            wanted,
            Preconditions.NullWhenEmpty(subjectId),
            Preconditions.NullWhenEmpty(after),
            count
        );
        return ProblemResults.Ok(await service.QueryAsync(caller.Context, query, cancellationToken), http);
    }

    private static async Task<IResult> DescribeAsync(
        string id,
        Caller caller,
        SignalService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.Ok(await service.DescribeAsync(caller.Context, id, cancellationToken), http);

    private static async Task<IResult> OfferAsync(
        string id,
        Caller caller,
        SignalService service,
        HttpContext http,
        CancellationToken cancellationToken
    ) => ProblemResults.NoContent(await service.OfferAsync(caller.Context, id, cancellationToken), http);

    private static async Task<IResult> AcknowledgeAsync(
        string id,
        Caller caller,
        SignalService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<AcknowledgeBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.Ok(await service.AcknowledgeAsync(caller.Context, id, body.Note, cancellationToken), http);
    }

    private static async Task<IResult> DismissAsync(
        string id,
        Caller caller,
        SignalService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<DismissBody>(http, cancellationToken);
        return body is null
            ? problem!
            : ProblemResults.Ok(await service.DismissAsync(caller.Context, id, body.Reason ?? "", cancellationToken), http);
    }

    private static bool TryReadColour(string? text, out SignalColour? colour)
    {
        colour = text switch
        {
            "red" => SignalColour.Red,
            "orange" => SignalColour.Orange,
            "yellow" => SignalColour.Yellow,
            "blue" => SignalColour.Blue,
            _ => null,
        };
        return colour is not null || text is null;
    }

    internal sealed record AcknowledgeBody(string? Note = null);

    internal sealed record DismissBody(string? Reason = null);
}
