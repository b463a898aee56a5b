namespace Command.Media.Workers;

/// <summary>How a job for a worker process ended.</summary>
public enum WorkerOutcome
{
    /// <summary>The worker answered; the answer may still be a refusal in the job's own terms.</summary>
    Done,

    /// <summary>The job threw inside the worker; the worker lives on.</summary>
    Failed,

    /// <summary>Too many jobs wait already.</summary>
    Busy,

    /// <summary>The job or its answer is larger than the limit.</summary>
    TooLarge,

    /// <summary>The job took too long; its worker was stopped.</summary>
    TimedOut,

    /// <summary>The worker died under this job.</summary>
    WorkerLost,

    /// <summary>No worker could be started.</summary>
    NotStarted,

    /// <summary>This server is stopping.</summary>
    Stopping,
}
