using System.Collections.Immutable;

namespace Command.Contracts.Events;

/// <summary>Fan-out of wall events to the web nodes (key: <c>site</c>).</summary>
[Alias("command.IWallEventGrain")]
public interface IWallEventGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers or renews an observer; it expires after 60 s without renewal. True when it was not known: what it may have missed before has to
    /// be read again.
    /// </summary>
    [Alias("Subscribe")]
    Task<bool> SubscribeAsync(IWallObserver observer);

    /// <summary>Forgets an observer.</summary>
    [Alias("Unsubscribe")]
    Task UnsubscribeAsync(IWallObserver observer);

    /// <summary>Called by grains after their commit.</summary>
    [Alias("Publish")]
    Task PublishAsync(ImmutableArray<WallEvent> events);
}
