using System.Collections.Concurrent;
using Command.Silo.Storage;

namespace Command.Silo.Tests.Storage;

/// <summary>Tells its test of every wake; clears the deadline when its name says so, else fails.</summary>
[GrainType(Kind)]
internal sealed class WakeProbeGrain(IAggregateStore store) : Grain, IDeadlineTarget
{
    public const string Kind = "wake-probe";

    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> Waiting = new();

    public static Task<string> Expect(string id)
    {
        var woken = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting[id] = woken;
        return woken.Task;
    }

    public async Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        if (name == "clear")
        {
            var write = new AggregateWrite(new AggregateKey(Kind, id), 1, 0, "{}") { Deadlines = [new DeadlineChange(name, null)] };
            await store.SaveAsync(write, cancellationToken);
        }

        if (Waiting.TryRemove(id, out var woken))
        {
            woken.SetResult(name);
        }

        if (name != "clear")
        {
            throw new InvalidOperationException("This grain does not want to be woken.");
        }
    }
}
