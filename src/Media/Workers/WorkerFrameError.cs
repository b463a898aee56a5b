namespace Command.Media.Workers;

/// <summary>Why bytes on a pipe are not a frame.</summary>
internal enum WorkerFrameError
{
    /// <summary>It is a frame.</summary>
    None,

    /// <summary>The other end closed the pipe between frames.</summary>
    Closed,

    /// <summary>The other end closed the pipe inside a frame.</summary>
    Truncated,

    /// <summary>Something else writes to this pipe, or the other end is another version.</summary>
    NotAFrame,

    /// <summary>The announced payload is larger than the limit.</summary>
    TooLarge,
}
