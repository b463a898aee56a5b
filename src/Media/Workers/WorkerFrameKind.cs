namespace Command.Media.Workers;

/// <summary>What a frame on the pipe between server and worker means.</summary>
internal enum WorkerFrameKind : byte
{
    /// <summary>Worker → server, once: it runs and takes jobs.</summary>
    Ready = 1,

    /// <summary>Server → worker: a job.</summary>
    Job = 2,

    /// <summary>Worker → server: the answer to a job.</summary>
    Done = 3,

    /// <summary>Worker → server: the job threw; UTF-8 text.</summary>
    Failed = 4,
}
