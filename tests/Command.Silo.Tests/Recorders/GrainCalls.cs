using System.Collections.Concurrent;

namespace Command.Silo.Tests.Recorders;

/// <summary>Sees every grain call of a silo, and can hold one method up: what a test does then happens in the middle of it.</summary>
internal sealed class GrainCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private TaskCompletionSource? _held;
    private string? _method;

    public int Count(string method) => _counts.GetValueOrDefault(method);

    /// <summary>The next calls of a method stop before they begin, and fail when released; completes when one has stopped.</summary>
    public Task Hold(string method)
    {
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _method, method);
        return _held.Task;
    }

    public TaskCompletionSource Release { get; private set; } = new();

    /// <summary>Nothing is held any more; what is fails.</summary>
    public void Pass()
    {
        Volatile.Write(ref _method, null);
        Release.TrySetResult();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        _counts.AddOrUpdate(context.MethodName, 1, (_, count) => count + 1);
        if (Volatile.Read(ref _method) == context.MethodName)
        {
            _held?.TrySetResult();
            await Release.Task;
            throw new InvalidOperationException("The test wants it so.");
        }
        await context.Invoke();
    }
}
