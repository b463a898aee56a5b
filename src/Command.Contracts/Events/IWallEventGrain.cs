using System.Collections.Immutable;

namespace Command.Contracts.Events;

/// <summary>Fan-out of wall events to the web nodes (key: <c>site</c>).</summary>
[Alias("command.IWallEventGrain")]
public interface IWallEventGrain : IGrainWithStringKey
{
    /// <summary>Registers or renews an observer; it expires after 60 s without renewal.</summary>
    [Alias("Subscribe")]
    Task SubscribeAsync(IWallObserver observer);

    /// <summary>Forgets an observer.</summary>
    [Alias("Unsubscribe")]
    Task UnsubscribeAsync(IWallObserver observer);

    /// <summary>Called by grains after their commit.</summary>
    [Alias("Publish")]
    Task PublishAsync(ImmutableArray<WallEvent> events);
}
