using Microsoft.Extensions.Logging;

namespace Command.Media.Dtls;

/// <summary>
/// The bounded threads on which the TLS library may block. Threads are made when needed, up to the limit, and leave after a quiet while.
/// Work beyond the bounded queue is refused and counted: handshake messages come again by themselves.
/// </summary>
internal sealed partial class DtlsWorkers : IDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(10);
    private readonly int _maxThreads;
    private readonly int _maxQueued;
    private readonly ILogger _logger;
    private readonly Queue<Action> _queue = new();
    private int _threads;
    private int _idle;
    private long _refused;
    private bool _stopped;

    /// <summary>Makes no thread yet.</summary>
    /// <param name="maxThreads">Handshakes at a time.</param>
    /// <param name="maxQueued">Jobs that may wait for a thread.</param>
    public DtlsWorkers(int maxThreads, int maxQueued, ILogger<DtlsWorkers> logger)
    {
        _maxThreads = maxThreads;
        _maxQueued = maxQueued;
        _logger = logger;
    }

    /// <summary>Jobs refused because the queue was full.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Threads alive.</summary>
    public int Threads => Volatile.Read(ref _threads);

    /// <summary>Queues a job that may block.</summary>
    /// <returns>False when the queue is full or the pool has stopped.</returns>
    public bool TryRun(Action job)
    {
        lock (_queue)
        {
            if (_stopped || _queue.Count >= _maxQueued)
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            _queue.Enqueue(job);
            if (_idle >= _queue.Count)
            {
                Monitor.Pulse(_queue);
            }
            else if (_threads < _maxThreads)
            {
                _threads++;
                new Thread(Work) { IsBackground = true, Name = "dtls" }.Start();
            }

            return true;
        }
    }

    /// <summary>Lets running jobs end and starts no other.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _stopped = true;
            _queue.Clear();
            Monitor.PulseAll(_queue);
        }
    }

    private void Work()
    {
        while (TryTake(out var job))
        {
            try
            {
                job();
            }
            catch (Exception e)
            {
                Log.JobFault(_logger, e); // the job's session ends by its timeout; the thread goes on
            }
        }
    }

    private bool TryTake(out Action job)
    {
        lock (_queue)
        {
            while (!_queue.TryDequeue(out job!)) // set whenever true is returned
            {
                _idle++;
                var pulsed = !_stopped && Monitor.Wait(_queue, QuietTime);
                _idle--;
                if (!pulsed && _queue.Count == 0)
                {
                    _threads--;
                    return false;
                }
            }

            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "DtlsJobFault", Level = LogLevel.Error, Message = "A DTLS job failed")]
        public static partial void JobFault(ILogger logger, Exception exception);
    }
}
