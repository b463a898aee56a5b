namespace Command.Tools.Simulator.Recorders;

/// <summary>Whether a recorder has a network now. What runs over it watches <see cref="Lost"/>. Thread-safe.</summary>
internal sealed class RecorderNetwork(TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _session = new();
    private TaskCompletionSource _back = Completed();

    /// <summary>Cancelled when the network that is there now is lost.</summary>
    public CancellationToken Lost
    {
        get
        {
            lock (_gate)
            {
                return _session.Token;
            }
        }
    }

    /// <summary>Waits until there is a network.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _back.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Loses the network for some time.</summary>
    public async Task CutAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        CancellationTokenSource session;
        lock (_gate)
        {
            session = _session;
            _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await session.CancelAsync();
        await Task.Delay(duration, time, cancellationToken);
        lock (_gate)
        {
            _session = new CancellationTokenSource();
            _back.TrySetResult();
        }

        session.Dispose();
    }

    public void Dispose() => _session.Dispose();

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
