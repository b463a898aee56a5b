using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Signals;

/// <summary>All signals of the site (key: <see cref="SiteKey"/>), the only writer of them: de-duplication, storm control, answers.</summary>
[Alias("command.ISignalDeskGrain")]
public interface ISignalDeskGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string SiteKey = "site";

    /// <summary>Signals that the caller may see.</summary>
    [Alias("Query"), ReadOnly]
    Task<CommandResult<SignalPage>> QueryAsync(CommandContext context, SignalQuery query, CancellationToken cancellationToken);

    /// <summary>One signal.</summary>
    [Alias("Describe"), ReadOnly]
    Task<CommandResult<Signal>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken);

    /// <summary>A console has shown it to a person. Idempotent.</summary>
    [Alias("Offer")]
    Task<CommandResult> OfferAsync(CommandContext context, string id, CancellationToken cancellationToken);

    /// <summary>The caller answers for it. Conflict when another person did first (told by name).</summary>
    [Alias("Acknowledge")]
    Task<CommandResult<Signal>> AcknowledgeAsync(CommandContext context, string id, string? note, CancellationToken cancellationToken);

    /// <summary>Sets it aside. Invalid without a reason of 3 to 200 characters.</summary>
    [Alias("Dismiss")]
    Task<CommandResult<Signal>> DismissAsync(CommandContext context, string id, string reason, CancellationToken cancellationToken);
}
