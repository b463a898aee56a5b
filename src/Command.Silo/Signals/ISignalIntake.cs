using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>The signal desk as sources see it (same grain as <see cref="ISignalDeskGrain"/>, key <see cref="ISignalDeskGrain.SiteKey"/>).</summary>
[Alias("command.ISignalIntake")]
internal interface ISignalIntake : IGrainWithStringKey
{
    /// <summary>
    /// Raises a signal, or counts a repeat of an open one. Done when it is on the record; the same <see cref="SignalDraft.Id"/> again changes
    /// nothing. The source keeps the draft until this has returned.
    /// </summary>
    [Alias("Raise")]
    Task RaiseAsync(SignalDraft draft, CancellationToken cancellationToken);

    /// <summary>The cause of all open signals of this source and subject is over (a device is back, an SOS was cancelled).</summary>
    [Alias("CauseEnded")]
    Task CauseEndedAsync(string source, string subjectId, string why, DateTimeOffset at, CancellationToken cancellationToken);
}
