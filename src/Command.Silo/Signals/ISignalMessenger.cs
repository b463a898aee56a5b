using Orleans.Concurrency;

namespace Command.Silo.Signals;

/// <summary>Tells subjects what was answered, so that the desk never waits for one of them: a subject may be waiting for the desk.</summary>
[Alias("command.ISignalMessenger")]
internal interface ISignalMessenger : IGrainWithStringKey
{
    /// <summary>Tells it now; what is lost is told again by the signal's deadline.</summary>
    [Alias("Tell"), OneWay]
    Task TellAsync(SignalAnswer answer, CancellationToken cancellationToken);
}
