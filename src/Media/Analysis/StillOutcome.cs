namespace Command.Media.Analysis;

/// <summary>How an order for a still ended. The numbers travel between server and worker: never reuse one.</summary>
public enum StillOutcome
{
    /// <summary>There is a JPEG.</summary>
    Done = 0,

    /// <summary>No decoder for this codec.</summary>
    UnsupportedCodec = 1,

    /// <summary>The bytes hold no whole picture.</summary>
    Undecodable = 2,

    /// <summary>FFmpeg's libraries are missing or of another version on this node.</summary>
    DecoderUnavailable = 3,

    /// <summary>Too many stills are being made already; ask again.</summary>
    Busy = 4,

    /// <summary>The key frame is larger than the limit.</summary>
    TooLarge = 5,

    /// <summary>Decoding took too long and was stopped.</summary>
    TimedOut = 6,

    /// <summary>The worker process died under this picture, or could not be started.</summary>
    WorkerLost = 7,

    /// <summary>This server is stopping.</summary>
    Stopping = 8,
}
