using Command.Contracts.Common;
using Command.Contracts.Signals;

namespace Command.Web.Application.Signals;

/// <summary>Signals: lists, and the answers of people.</summary>
internal sealed class SignalService(IGrainFactory grains)
{
    /// <summary>Signals of one page.</summary>
    public const int LargestPage = 200;

    private ISignalDeskGrain Desk => grains.GetGrain<ISignalDeskGrain>(ISignalDeskGrain.SiteKey);

    public Task<CommandResult<SignalPage>> QueryAsync(CommandContext context, SignalQuery query, CancellationToken cancellationToken) =>
        Desk.QueryAsync(context, query, cancellationToken);

    public Task<CommandResult<Signal>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Desk.DescribeAsync(context, id, cancellationToken);

    /// <summary>A console has shown it to a person.</summary>
    public Task<CommandResult> OfferAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Desk.OfferAsync(context, id, cancellationToken);

    public Task<CommandResult<Signal>> AcknowledgeAsync(
        CommandContext context,
        string id,
        string? note,
        CancellationToken cancellationToken
    ) => Desk.AcknowledgeAsync(context, id, note, cancellationToken);

    public Task<CommandResult<Signal>> DismissAsync(
        CommandContext context,
        string id,
        string reason,
        CancellationToken cancellationToken
    ) => Desk.DismissAsync(context, id, reason, cancellationToken);
}
