namespace Command.Media.Workers;

/// <summary>How child processes are started and bounded. Bound from the section <c>Media</c>.</summary>
public sealed record WorkerOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Media";

    /// <summary>
    /// Executable or .dll that understands the verb <c>worker</c>. Null or empty: the running program itself.
    /// </summary>
    public string? WorkerPath { get; init; }

    /// <summary>Folder of the FFmpeg libraries. Null or empty: where the system's loader looks.</summary>
    public string? FfmpegDirectory { get; init; }

    /// <summary>How long a worker may take to come up before it is stopped. 1 s to 5 min.</summary>
    public TimeSpan WorkerStartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one job may take before its worker is stopped. 100 ms to 5 min.</summary>
    public TimeSpan WorkerJobTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Jobs that may wait for one worker; another one is refused at once. 1 to 1,024.</summary>
    public int WorkerQueue { get; init; } = 32;

    /// <summary>Longest pause before a worker that keeps failing is started again; the pauses double from 100 ms. 100 ms to 5 min.</summary>
    public TimeSpan WorkerRestartLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest job and largest answer in bytes. 1 KiB to 64 MiB.</summary>
    public int WorkerMessageLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>Names every value that is out of range, with the value and the range; empty when all are well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Check(nameof(WorkerStartTimeout), WorkerStartTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Check(nameof(WorkerJobTimeout), WorkerJobTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Check(nameof(WorkerQueue), WorkerQueue, 1, 1024);
        Check(nameof(WorkerRestartLimit), WorkerRestartLimit, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Check(nameof(WorkerMessageLimit), WorkerMessageLimit, 1024, 64 * 1024 * 1024);
        return problems;

        void Check<T>(string name, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                problems.Add($"{Section}:{name} is {value}; it must be between {least} and {most}.");
            }
        }
    }
}
