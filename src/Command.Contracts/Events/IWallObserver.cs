using System.Collections.Immutable;

namespace Command.Contracts.Events;

/// <summary>Implemented by each web node. Calls are one-way; a lost observer expires unless it renews its lease.</summary>
[Alias("command.IWallObserver")]
public interface IWallObserver : IGrainObserver
{
    /// <summary>A batch in order.</summary>
    [Alias("OnEvents")]
    Task OnEventsAsync(ImmutableArray<WallEvent> events);
}
