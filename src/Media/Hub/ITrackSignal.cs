namespace Command.Media.Hub;

/// <summary>How a reader is told that there is something to read.</summary>
public interface ITrackSignal
{
    /// <summary>
    /// There is something to read, or the stream has ended. Called on the publishing thread, at the end of each picture, every few
    /// packets within a large one, and for each packet of sound. Must not block and must not read.
    /// </summary>
    void Signal();
}
