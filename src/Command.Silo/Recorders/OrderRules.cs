using Command.Contracts.Common;
using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>Orders to a recorder: kept until they are answered or run out, whatever happens to the connection or to this server.</summary>
internal static class OrderRules
{
    public const string DeadlineName = "orders";

    /// <summary>With so many open orders people cannot give another one; what the server itself has to say always finds room.</summary>
    public const int MaxOpen = 32;

    /// <summary>Orders that are over and still shown.</summary>
    public const int Kept = 100;

    public static bool IsOpen(RecorderCommand order) => order.State is RecorderCommandState.Pending or RecorderCommandState.Sent;

    public static bool IsOpenFor(RecorderState state, string name) => state.Orders.Any(order => order.Name == name && IsOpen(order));

    public static int OpenCount(RecorderState state) => state.Orders.Count(IsOpen);

    /// <summary>When the next open order runs out.</summary>
    public static DateTimeOffset? NextExpiry(RecorderState state) =>
        state.Orders.Where(IsOpen).Select(order => (DateTimeOffset?)order.ExpiresAt).Min();

    /// <summary>Stores an order. Whoever lets people give orders looks at <see cref="MaxOpen"/> first.</summary>
    public static RecorderCommand Give(RecorderTurn turn, string name, string? arguments, string issuedBy, TimeSpan validFor)
    {
        var order = new RecorderCommand(
            turn.NewId(),
            name,
            string.IsNullOrWhiteSpace(arguments) ? OrderNames.NoArguments : arguments,
            issuedBy,
            turn.Now,
            turn.Now + validFor,
            RecorderCommandState.Pending,
            null,
            null
        );
        var orders = turn.State.Orders.Add(order);
        if (orders.Count(kept => !IsOpen(kept)) > Kept)
        {
            orders = orders.Remove(orders.First(kept => !IsOpen(kept)));
        }
        turn.State = turn.State with { Orders = orders };
        turn.NoteFact("recorder.order-given", order, RecorderJsonContext.Record.RecorderCommand, name);
        return order;
    }

    /// <summary>The server's own order.</summary>
    public static RecorderCommand Give(RecorderTurn turn, string name, string? arguments, TimeSpan validFor) =>
        Give(turn, name, arguments, CommandContext.SystemActor, validFor);

    /// <summary>The device answered. The first answer counts; one that comes too late is on the record and changes nothing.</summary>
    public static NewsVerdict Answer(RecorderTurn turn, string orderId, bool succeeded, string detail)
    {
        if (turn.State.Orders.FirstOrDefault(order => order.Id == orderId) is not { } order)
        {
            return NewsVerdict.Refused;
        }
        if (!IsOpen(order) && (order.State != RecorderCommandState.Expired || order.AnsweredAt is not null))
        {
            return NewsVerdict.Duplicate;
        }
        var answered = order with
        {
            State =
                order.State == RecorderCommandState.Expired ? RecorderCommandState.Expired
                : succeeded ? RecorderCommandState.Done
                : RecorderCommandState.Failed,
            AnsweredAt = turn.Now,
            Answer = detail.Length == 0 ? null : detail,
        };
        Replace(turn, order, answered);
        var cause = order.State == RecorderCommandState.Expired ? "late" : order.Name;
        turn.NoteFact("recorder.order-answered", answered, RecorderJsonContext.Record.RecorderCommand, cause);
        if (answered.State == RecorderCommandState.Failed)
        {
            SessionRules.Declined(turn, order.Id);
        }
        return NewsVerdict.Taken;
    }

    /// <summary>Orders whose time has run out.</summary>
    public static void Expire(RecorderTurn turn)
    {
        foreach (var order in turn.State.Orders.Where(order => IsOpen(order) && order.ExpiresAt <= turn.Now))
        {
            var expired = order with { State = RecorderCommandState.Expired };
            Replace(turn, order, expired);
            turn.NoteFact("recorder.order-expired", expired, RecorderJsonContext.Record.RecorderCommand, order.Name);
        }
    }

    /// <summary>A new connection, or a new life of this server: what was sent and not answered is sent again; devices know orders by their ids.</summary>
    public static void SendAgain(RecorderTurn turn)
    {
        if (turn.State.Orders.Any(order => order.State == RecorderCommandState.Sent))
        {
            turn.State = turn.State with
            {
                Orders =
                [
                    .. turn.State.Orders.Select(order =>
                        order.State == RecorderCommandState.Sent ? order with { State = RecorderCommandState.Pending } : order
                    ),
                ],
            };
        }
    }

    /// <summary>The broker has taken the order for the connected device.</summary>
    public static void Sent(RecorderTurn turn, string orderId)
    {
        if (turn.State.Orders.FirstOrDefault(order => order.Id == orderId) is { State: RecorderCommandState.Pending } order)
        {
            Replace(turn, order, order with { State = RecorderCommandState.Sent });
        }
    }

    private static void Replace(RecorderTurn turn, RecorderCommand old, RecorderCommand replacement) =>
        turn.State = turn.State with { Orders = turn.State.Orders.Replace(old, replacement) };
}
