using System.Collections.Immutable;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>The signal desk as <see cref="SignalGrain"/> sees it (same grain as <see cref="ISignalDeskGrain"/>).</summary>
[Alias("command.ISignalClerk")]
internal interface ISignalClerk : IGrainWithStringKey
{
    /// <summary>A deadline of the signal has passed. Answers what has to be told to subjects, if that is what was due.</summary>
    [Alias("Due")]
    Task<SignalAnswer?> DueAsync(string id, string name, CancellationToken cancellationToken);

    /// <summary>These subjects know the answer, or it was given up.</summary>
    [Alias("Told")]
    Task ToldAsync(string id, ImmutableArray<SignalSubject> subjects, CancellationToken cancellationToken);
}
