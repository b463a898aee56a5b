namespace Command.Media.Hub;

/// <summary>The write side of a live stream, owned by its driver. Any thread may close it, once.</summary>
public sealed class StreamPublisher : IDisposable
{
    private readonly MediaHub _hub;
    private int _isClosed;

    internal StreamPublisher(MediaHub hub, LiveStream stream)
    {
        _hub = hub;
        Stream = stream;
        Tracks = [.. stream.Tracks.Select(track => new TrackPublisher(track))];
    }

    /// <summary>The stream.</summary>
    public LiveStream Stream { get; }

    /// <summary>One publisher per track, in the order of the formats.</summary>
    public IReadOnlyList<TrackPublisher> Tracks { get; }

    /// <summary>Ends the stream; its name is free again afterwards. Later calls do nothing.</summary>
    /// <param name="reason">Why, for viewers; the first reason is kept.</param>
    public void Close(string reason)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _hub.Close(Stream, reason);
        }
    }

    /// <summary>Ends the stream.</summary>
    public void Dispose() => Close("The source ended.");
}
