using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Command.Media.Workers;

/// <summary>
/// Keeps one child process (this executable with the verb <c>worker</c>) for work on bytes from outside, and gives it one job
/// at a time. A child that dies or hangs costs the job it was running; the next job gets a new child, after a pause that
/// doubles while children keep failing. The first child starts with the first job. Thread-safe.
/// </summary>
public sealed partial class WorkerSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly ImmutableArray<string> _arguments;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WorkerCommand _command;
    private readonly Channel<PendingJob> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private WorkerProcess? _process;
    private volatile bool _isReady;
    private uint _lastJob;
    private int _failures;
    private long _refused;
    private long _lost;
    private long _started;

    /// <summary>Makes a supervisor; nothing is started yet.</summary>
    /// <param name="arguments">What follows <c>worker</c> on the child's command line, the worker's verb first.</param>
    /// <param name="options">Paths and bounds.</param>
    /// <param name="time">Clock of timeouts and pauses.</param>
    /// <param name="logger">Told of starts and losses.</param>
    public WorkerSupervisor(ImmutableArray<string> arguments, WorkerOptions options, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(arguments.Length);
        _arguments = arguments;
        _options = options;
        _time = time;
        _logger = logger;
        _command = WorkerCommand.Resolve(options.WorkerPath, Environment.ProcessPath, Environment.GetCommandLineArgs()[0]);
        _queue = Channel.CreateBounded<PendingJob>(
            new BoundedChannelOptions(options.WorkerQueue) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true }
        );
        _loop = RunAsync(_stopping.Token);
    }

    /// <summary>Jobs refused because the queue was full.</summary>
    public long RefusedJobs => Interlocked.Read(ref _refused);

    /// <summary>Jobs lost because their worker died or had to be stopped.</summary>
    public long LostJobs => Interlocked.Read(ref _lost);

    /// <summary>Workers started so far.</summary>
    public long StartedWorkers => Interlocked.Read(ref _started);

    /// <summary>Id of the child that takes jobs; null when none does.</summary>
    internal int? ProcessId => _isReady ? Volatile.Read(ref _process)?.Id : null;

    /// <summary>
    /// Gives a job to the worker and returns its answer; a full queue answers <see cref="WorkerOutcome.Busy"/> at once.
    /// Takes ownership of the request's memory: nobody may change it afterwards. Cancelling takes a waiting job out of the queue;
    /// one that already runs is finished and its answer dropped.
    /// </summary>
    public Task<WorkerReply> ExecuteAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (request.Length > _options.WorkerMessageLimit)
        {
            return Task.FromResult(
                WorkerReply.Refused(
                    WorkerOutcome.TooLarge,
                    $"The job has {request.Length} bytes, the limit is {_options.WorkerMessageLimit}."
                )
            );
        }

        var job = new PendingJob(request, cancellationToken);
        if (_queue.Writer.TryWrite(job))
        {
            return job.Reply.WaitAsync(cancellationToken);
        }

        if (_stopping.IsCancellationRequested)
        {
            return Task.FromResult(Stopping());
        }

        _ = Interlocked.Increment(ref _refused);
        return Task.FromResult(WorkerReply.Refused(WorkerOutcome.Busy, $"{_options.WorkerQueue} jobs wait already."));
    }

    /// <summary>Stops the child; jobs that wait are answered <see cref="WorkerOutcome.Stopping"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }

        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static WorkerReply Stopping() => WorkerReply.Refused(WorkerOutcome.Stopping, "The server is stopping.");

    private async Task RunAsync(CancellationToken stopping)
    {
        while (await WaitForJobAsync(stopping).ConfigureAwait(false) is { } job)
        {
            job.Answer(await ServeAsync(job, stopping).ConfigureAwait(false));
        }

        while (_queue.Reader.TryRead(out var waiting))
        {
            waiting.Answer(Stopping());
        }

        _ = await TryEndProcessAsync().ConfigureAwait(false);
    }

    private async Task<PendingJob?> WaitForJobAsync(CancellationToken stopping)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
            {
                if (_queue.Reader.TryRead(out var job) && !job.IsCancelled)
                {
                    return job;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }

        return null;
    }

    private async Task<WorkerReply> ServeAsync(PendingJob job, CancellationToken stopping)
    {
        try
        {
            if (await EnsureStartedAsync(stopping).ConfigureAwait(false) is { } failure)
            {
                _failures++;
                return WorkerReply.Refused(WorkerOutcome.NotStarted, failure);
            }

            var reply = await AskAsync(job, stopping).ConfigureAwait(false);
            _failures = reply.Outcome is WorkerOutcome.Done or WorkerOutcome.Failed ? 0 : _failures + 1;
            return reply;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Stopping();
        }
        catch (Exception failure)
        {
            // The top of a supervised loop: this job is lost and its child with it, the next job gets another.
            Log.WorkerFailed(_logger, failure, _arguments[0]);
            _failures++;
            _ = Interlocked.Increment(ref _lost);
            return WorkerReply.Refused(
                WorkerOutcome.WorkerLost,
                $"The worker could not be used. ({await TryEndProcessAsync().ConfigureAwait(false)})"
            );
        }
    }

    /// <summary>Null when a worker runs and is ready, else why none does.</summary>
    private async Task<string?> EnsureStartedAsync(CancellationToken stopping)
    {
        if (_process is { HasEnded: false })
        {
            return null;
        }

        if (_process is not null)
        {
            // It died between two jobs, so no job is lost.
            Log.WorkerLost(_logger, _arguments[0], "It ended while idle.", await EndProcessAsync().ConfigureAwait(false));
        }

        if (_failures > 0)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 16));
            await Task.Delay(pause < _options.WorkerRestartLimit ? pause : _options.WorkerRestartLimit, _time, stopping)
                .ConfigureAwait(false);
        }

        var (process, failure) = WorkerProcess.Start(_command, _arguments, _logger);
        if (process is null)
        {
            Log.WorkerNotStarted(_logger, _command.FileName, failure ?? "");
            return failure;
        }

        Volatile.Write(ref _process, process);
        _ = Interlocked.Increment(ref _started);
        var (outcome, _, detail) = await ReadAsync(WorkerFrameKind.Ready, 0, _options.WorkerStartTimeout, stopping).ConfigureAwait(false);
        if (outcome == WorkerOutcome.Done)
        {
            _isReady = true;
            Log.WorkerStarted(_logger, process.Id, _arguments[0]);
            return null;
        }

        Log.WorkerNotStarted(_logger, _command.FileName, detail ?? "");
        return $"The worker did not come up: {detail}";
    }

    private async Task<WorkerReply> AskAsync(PendingJob job, CancellationToken stopping)
    {
        var process = _process ?? throw new InvalidOperationException("No worker was started.");
        var number = ++_lastJob;
        // Whether the write succeeds is not looked at: when it does not, the read ends too, and says how the child died.
        var writing = process.TryWriteAsync(new WorkerFrame(WorkerFrameKind.Job, number, job.Request), CancellationToken.None);
        var reply = await ReadAsync(WorkerFrameKind.Done, number, _options.WorkerJobTimeout, stopping).ConfigureAwait(false);
        _ = await writing.ConfigureAwait(false);
        return reply;
    }

    private async Task<WorkerReply> ReadAsync(WorkerFrameKind expected, uint number, TimeSpan timeout, CancellationToken stopping)
    {
        var process = _process ?? throw new InvalidOperationException("No worker was started.");
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        try
        {
            var (error, frame) = await process.ReadAsync(_options.WorkerMessageLimit, either.Token).ConfigureAwait(false);
            return error switch
            {
                WorkerFrameError.None when frame.Job == number && frame.Kind == expected => new WorkerReply(
                    WorkerOutcome.Done,
                    frame.Payload,
                    null
                ),
                WorkerFrameError.None when frame.Job == number && frame.Kind == WorkerFrameKind.Failed => WorkerReply.Refused(
                    WorkerOutcome.Failed,
                    Encoding.UTF8.GetString(frame.Payload.Span)
                ),
                WorkerFrameError.TooLarge => await LoseAsync(WorkerOutcome.TooLarge, "The answer is larger than the limit.")
                    .ConfigureAwait(false),
                WorkerFrameError.Closed or WorkerFrameError.Truncated => await LoseAsync(WorkerOutcome.WorkerLost, "The worker ended.")
                    .ConfigureAwait(false),
                _ => await LoseAsync(WorkerOutcome.WorkerLost, "The worker said something unexpected.").ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return await LoseAsync(WorkerOutcome.TimedOut, $"No answer within {timeout}; the worker was stopped.").ConfigureAwait(false);
        }
    }

    private async Task<WorkerReply> LoseAsync(WorkerOutcome outcome, string what)
    {
        _ = Interlocked.Increment(ref _lost);
        var end = await EndProcessAsync().ConfigureAwait(false);
        Log.WorkerLost(_logger, _arguments[0], what, end);
        return WorkerReply.Refused(outcome, $"{what} ({end})");
    }

    private async Task<string> EndProcessAsync()
    {
        if (_process is not { } process)
        {
            return "not running";
        }

        _isReady = false;
        Volatile.Write(ref _process, null);
        await using (process.ConfigureAwait(false))
        {
            return await process.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task<string> TryEndProcessAsync()
    {
        try
        {
            return await EndProcessAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // It is let go of already; the worker ends by itself once its pipes are gone.
            Log.WorkerFailed(_logger, failure, _arguments[0]);
            return "could not be stopped";
        }
    }

    /// <summary>A job and the promise of its answer.</summary>
    private sealed class PendingJob(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        private readonly TaskCompletionSource<WorkerReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ReadOnlyMemory<byte> Request => request;

        public bool IsCancelled => cancellationToken.IsCancellationRequested;

        public Task<WorkerReply> Reply => _reply.Task;

        public void Answer(WorkerReply reply) => _reply.SetResult(reply);
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "WorkerStarted", Level = LogLevel.Information, Message = "Worker {Verb} started as process {ProcessId}")]
        public static partial void WorkerStarted(ILogger logger, int processId, string verb);

        [LoggerMessage(
            EventName = "WorkerNotStarted",
            Level = LogLevel.Warning,
            Message = "No worker could be started from {Path}: {Reason}"
        )]
        public static partial void WorkerNotStarted(ILogger logger, string path, string reason);

        [LoggerMessage(
            EventName = "WorkerFailed",
            Level = LogLevel.Error,
            Message = "Worker {Verb} failed unexpectedly; the next job starts another"
        )]
        public static partial void WorkerFailed(ILogger logger, Exception exception, string verb);

        [LoggerMessage(
            EventName = "WorkerLost",
            Level = LogLevel.Warning,
            Message = "Worker {Verb} is gone: {What} ({End}); the next job starts another"
        )]
        public static partial void WorkerLost(ILogger logger, string verb, string what, string end);
    }
}
