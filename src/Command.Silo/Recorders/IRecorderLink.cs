using System.Collections.Immutable;

namespace Command.Silo.Recorders;

/// <summary>The recorder's grain as the inbox of this site sees it.</summary>
[Alias("command.IRecorderLink")]
internal interface IRecorderLink : IGrainWithStringKey
{
    /// <summary>
    /// Takes what a device said, in order, in one transaction. When it returns, all is on the record; telemetry alone is held in memory and may be
    /// coalesced.
    /// </summary>
    /// <param name="serial">Name by which the device signed in: another one than the recorder's own is refused.</param>
    /// <param name="news">At least one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict on the last of <paramref name="news"/>.</returns>
    [Alias("Tell")]
    Task<NewsVerdict> TellAsync(string serial, ImmutableArray<RecorderNews> news, CancellationToken cancellationToken);
}
