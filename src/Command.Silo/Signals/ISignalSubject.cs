using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>
/// Implemented by the grain of a subject whose drafts say <see cref="SignalDraft.TellSubject"/> (grain type: <see cref="SignalSubject.Kind"/>): it hears
/// what a person answered, at least once.
/// </summary>
[Alias("command.ISignalSubject")]
internal interface ISignalSubject : IGrainWithStringKey
{
    /// <summary>The signal was acknowledged or dismissed.</summary>
    [Alias("Answered")]
    Task AnsweredAsync(Signal signal, CancellationToken cancellationToken);
}
