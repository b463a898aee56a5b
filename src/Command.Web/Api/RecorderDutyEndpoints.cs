using Command.Contracts.Recorders;
using Command.Web.Application.Recorders;
using Command.Web.Security;
using static Command.Web.Api.RecorderBodies;

namespace Command.Web.Api;

/// <summary>A recorder on duty: who wears it, what it is told to do, when it streamed, where it was.</summary>
internal static class RecorderDutyEndpoints
{
    public static void Map(IEndpointRouteBuilder recorders)
    {
        recorders
            .MapPut("/{id}/officer", AssignAsync)
            .Takes<OfficerBody>()
            .Produces<RecorderStatus>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The officer who wears it from now on; an earlier one is relieved.");
        recorders
            .MapDelete("/{id}/officer", EndShiftAsync)
            .Produces<RecorderStatus>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Nobody wears it from now on; asked twice it is one.");
        recorders
            .MapGet("/{id}/orders", OrdersAsync)
            .Produces<OrdersAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Orders, newest first: the open ones and the last 100.");
        recorders
            .MapPost("/{id}/orders", OrderAsync)
            .Takes<OrderBody>()
            .Produces<OrderAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Gives an order: kept until the device answers or its time runs out, sent when the device is connected.");
        recorders
            .MapGet("/{id}/sessions", SessionsAsync)
            .Produces<RecorderSessions>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Live sessions, newest first.");
        recorders
            .MapGet("/{id}/track", TrackAsync)
            .Produces<RecorderTrack>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary(
                "Where it was 'from' … 'until' (ISO 8601; the last 24 hours unless told), oldest first, thinned to 'take' points."
            );
    }

    private static async Task<IResult> AssignAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<OfficerBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        var worn = await service.AssignOfficerAsync(
            caller.Context,
            id,
            body.Number ?? "",
            body.Name ?? "",
            string.IsNullOrWhiteSpace(body.AccountId) ? null : body.AccountId.Trim(),
            cancellationToken
        );
        return ProblemResults.Ok(worn, http, worn.Value?.Version);
    }

    private static async Task<IResult> EndShiftAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var ended = await service.EndShiftAsync(caller.Context, id, cancellationToken);
        return ProblemResults.Ok(ended, http, ended.Value?.Version);
    }

    private static async Task<IResult> OrdersAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var orders = await service.OrdersAsync(caller.Context, id, cancellationToken);
        return orders.Value is { } value ? TypedResults.Ok(OrdersAnswer.Of(value)) : ProblemResults.Of(orders.Refusal!, http);
    }

    private static async Task<IResult> OrderAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await RequestBody.JsonAsync<OrderBody>(http, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        if (!body.HasGoodArguments)
        {
            return Problems.Result(StatusCodes.Status400BadRequest, "bad-value", field: "arguments", arguments: ["arguments"]);
        }
        var order = await service.OrderAsync(caller.Context, id, body.ToDraft(), cancellationToken);
        return order.Value is { } value
            ? TypedResults.Created($"/api/v1/recorders/{id}/orders", OrderAnswer.Of(value))
            : ProblemResults.Of(order.Refusal!, http);
    }

    private static async Task<IResult> SessionsAsync(
        string id,
        Caller caller,
        RecorderService service,
        HttpContext http,
        CancellationToken cancellationToken,
        string? take = null
    )
    {
        var (count, problem) = Preconditions.Number(take, "take", 50, 1, RecorderService.MostSessions);
        return problem ?? ProblemResults.Ok(await service.SessionsAsync(caller.Context, id, count, cancellationToken), http);
    }

    private static async Task<IResult> TrackAsync(
        string id,
        Caller caller,
        RecorderService service,
        TimeProvider time,
        HttpContext http,
        CancellationToken cancellationToken,
        string? from = null,
        string? until = null,
        string? take = null
    )
    {
        var (end, badEnd) = Preconditions.Time(until, "until", time.GetUtcNow());
        var (start, badStart) = Preconditions.Time(from, "from", end.AddDays(-1));
        var (count, badTake) = Preconditions.Number(take, "take", 1_000, 1, RecorderService.MostPoints);
        return badEnd
            ?? badStart
            ?? badTake
            ?? ProblemResults.Ok(await service.TrackAsync(caller.Context, id, start, end, count, cancellationToken), http);
    }
}
