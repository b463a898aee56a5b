namespace Command.Silo.MediaNode;

/// <summary>Somebody wants a stream; it is kept coming until this is disposed, and a while longer.</summary>
internal sealed class StreamDemand(StreamSource source, string holder) : IDisposable
{
    private int _isReleased;

    public StreamSource Source => source;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            source.Release(holder);
        }
    }
}
