using System.Collections.Concurrent;
using Command.Contracts.Signals;
using Command.Silo.Signals;

namespace Command.Silo.Tests.Signals;

/// <summary>A subject that notes what it is told; the first <see cref="Failures"/> tries of an id fail.</summary>
[GrainType(Kind)]
internal sealed class AnswerProbeGrain : Grain, ISignalSubject
{
    public const string Kind = "answer-probe";

    public static ConcurrentDictionary<string, int> Failures { get; } = new();

    public static ConcurrentQueue<(string Id, Signal Signal)> Told { get; } = new();

    public Task AnsweredAsync(Signal signal, CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        if (Failures.GetValueOrDefault(id) is > 0 and var left)
        {
            Failures[id] = left - 1;
            throw new InvalidOperationException("The test wants it so.");
        }
        Told.Enqueue((id, signal));
        return Task.CompletedTask;
    }
}
