using Command.Contracts.Signals;
using Command.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Signals;

/// <summary>
/// Carries outboxes to the signal desk. A subject's grain commits its state with the outbox and <see cref="DeadlineOf"/>, calls
/// <see cref="DeliverAsync"/>, and commits again when something was told. A crash in between costs a repetition, and the desk knows it by the
/// draft's id.
/// </summary>
internal sealed partial class SignalCourier(IGrainFactory grains, TimeProvider time, ILogger<SignalCourier> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>A source has more to do than to wait for the desk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The deadline to write with the outbox: when the grain must be woken to deliver, or none.</summary>
    public DeadlineChange DeadlineOf(SignalOutbox outbox)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? due = outbox.Errands.IsEmpty
            ? null
            : outbox.Errands.Min(errand => errand.NotBefore > now ? errand.NotBefore : now + Retry);
        return new DeadlineChange(SignalOutbox.DeadlineName, due);
    }

    /// <summary>
    /// Tells what is due, in order, until something is not taken. Answers what is left: the same object when nothing was told, otherwise commit it.
    /// Never throws for a desk that cannot be reached.
    /// </summary>
    public async Task<SignalOutbox> DeliverAsync(SignalOutbox outbox, CancellationToken cancellationToken)
    {
        var desk = grains.GetGrain<ISignalIntake>(ISignalDeskGrain.SiteKey);
        var now = time.GetUtcNow();
        foreach (var errand in outbox.Errands.Where(errand => errand.NotBefore <= now))
        {
            try
            {
                var told = errand switch
                {
                    { Raise: { } draft } => desk.RaiseAsync(draft, cancellationToken),
                    { End: { } end } => desk.CauseEndedAsync(end.Source, end.SubjectId, end.Why, end.At, cancellationToken),
                    _ => Task.CompletedTask,
                };
                await told.WaitAsync(Patience, time, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotTaken(logger, outbox.Errands.Length, Retry, outbox.Dropped, e);
                return outbox;
            }
            outbox = outbox.Told(errand);
        }
        return outbox;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "SignalNotTaken",
            Level = LogLevel.Warning,
            Message = "The signal desk did not answer; {Count} things are kept and told again in {Retry}, {Dropped} were dropped so far"
        )]
        public static partial void NotTaken(ILogger logger, int count, TimeSpan retry, int dropped, Exception exception);
    }
}
