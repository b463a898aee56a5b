using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Common;

namespace Command.Silo.Recorders;

/// <summary>Orders of people to a recorder.</summary>
internal sealed partial class BodyWornRecorderGrain
{
    public async Task<CommandResult<RecorderCommand>> OrderAsync(
        CommandContext context,
        RecorderCommandDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, RecorderRights.Order, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (OrderNames.Check(draft) is { } invalid)
        {
            return invalid;
        }
        var turn = Begin(context);
        if (!turn.State.Enabled)
        {
            return Refusals.Unavailable(turn.State.Link.Cause);
        }
        var validFor = TimeSpan.FromSeconds(draft.ValidSeconds ?? OrderNames.DefaultSeconds);
        if (OrderRules.OpenCount(turn.State) >= OrderRules.MaxOpen)
        {
            return Refusal.Of(RefusalCode.Busy, "too-many-orders", $"{OrderRules.MaxOpen} orders wait for an answer already.");
        }
        var order = OrderRules.Give(turn, draft.Name, draft.Arguments, context.ActorName, validFor);
        if (order.Name == OrderNames.StreamStart)
        {
            SessionRules.Request(turn, SessionOrigin.Person, context.ActorName, order.Id);
        }
        else if (order.Name == OrderNames.StreamStop && turn.State.Session is { IsStreaming: false })
        {
            SessionRules.End(turn, "not-wanted");
        }
        if (await CommitAsync(turn, cancellationToken) is { } failure)
        {
            return failure;
        }
        return _state!.Orders.FirstOrDefault(known => known.Id == order.Id) ?? order; // committed, so there is a state
    }

    public async Task<CommandResult<RecorderOrders>> OrdersAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return new RecorderOrders([.. _state!.Orders.Reverse()]); // RefuseAsync refuses a recorder that does not exist
    }
}
