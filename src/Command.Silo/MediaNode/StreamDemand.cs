namespace Command.Silo.MediaNode;

/// <summary>Somebody wants a stream; it is pulled until this is disposed, and a while longer.</summary>
internal sealed class StreamDemand(StreamPull pull, string holder) : IDisposable
{
    private int _isReleased;

    public StreamPull Pull => pull;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            pull.Release(holder);
        }
    }
}
