using System.Collections.Immutable;
using Command.Contracts.Signals;
using Command.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Signals;

/// <summary>
/// The hands of one signal, whose state is the desk's: passes its deadlines to the desk, and tells subjects what was answered. Without state of its
/// own, and collected soon.
/// </summary>
[GrainType(SignalRecord.Kind), CollectionAgeLimit(Minutes = 2)]
internal sealed partial class SignalGrain(TimeProvider time, ILogger<SignalGrain> logger) : Grain, IDeadlineTarget, ISignalMessenger
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    private ISignalClerk Desk => GrainFactory.GetGrain<ISignalClerk>(ISignalDeskGrain.SiteKey);

    public async Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (await Desk.DueAsync(this.GetPrimaryKeyString(), name, cancellationToken) is { } answer)
        {
            await TellAsync(answer, cancellationToken);
        }
    }

    public async Task TellAsync(SignalAnswer answer, CancellationToken cancellationToken)
    {
        var done = ImmutableArray.CreateBuilder<SignalSubject>();
        foreach (var subject in answer.Subjects)
        {
            if (await TryTellAsync(answer.Signal, subject, cancellationToken))
            {
                done.Add(subject);
            }
        }
        if (done.Count > 0)
        {
            await Desk.ToldAsync(answer.Signal.Id, done.ToImmutable(), cancellationToken);
        }
    }

    // True when this subject needs no further try.
    private async Task<bool> TryTellAsync(Signal signal, SignalSubject subject, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<ISignalSubject>(GrainId.Create(subject.Kind, subject.Id)).AnsweredAsync(signal, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var givesUp = time.GetUtcNow() - signal.AnsweredAt > GiveUpAfter;
            if (givesUp)
            {
                Log.GivenUp(logger, signal.Id, subject.Kind, subject.Id, GiveUpAfter, e);
            }
            else
            {
                Log.NotTold(logger, signal.Id, subject.Kind, subject.Id, e);
            }
            return givesUp;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "SignalAnswerNotTold",
            Level = LogLevel.Warning,
            Message = "The answer to signal {Signal} did not reach {Kind}/{Id}; it is told again"
        )]
        public static partial void NotTold(ILogger logger, string signal, string kind, string id, Exception exception);

        [LoggerMessage(
            EventName = "SignalAnswerGivenUp",
            Level = LogLevel.Error,
            Message = "The answer to signal {Signal} did not reach {Kind}/{Id} for {Time}; it is told no more"
        )]
        public static partial void GivenUp(ILogger logger, string signal, string kind, string id, TimeSpan time, Exception exception);
    }
}
