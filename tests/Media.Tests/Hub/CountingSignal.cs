using Command.Media.Hub;

namespace Command.Media.Tests.Hub;

/// <summary>Counts signals and lets a reader wait for the next.</summary>
internal sealed class CountingSignal : ITrackSignal, IDisposable
{
    private readonly SemaphoreSlim _signals = new(0);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Signal()
    {
        Interlocked.Increment(ref _count);
        _signals.Release();
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _signals.WaitAsync(cancellationToken);

    public void Dispose() => _signals.Dispose();
}
