using Command.Contracts.Streams;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// What the grain of one device has not been told yet of the publishers of one stream. Changes of state wait in order until they are taken; numbers in
/// between are told at most once in 2 s, the newest only. Thread-safe.
/// </summary>
internal sealed partial class PublisherLane(
    StreamPath stream,
    IDeviceReporter reporter,
    TimeProvider time,
    ILogger logger,
    CancellationToken stopping
)
{
    // Changes come at most once a second: more than a minute of them wait only for a grain that hangs. Each report holds the whole present, so that
    // the oldest may give way; it is logged.
    private const int Capacity = 64;
    private static readonly TimeSpan NumbersEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly LinkedList<PublisherReport> _changes = [];
    private PublisherReport? _numbers;
    private long _told;
    private bool _isPumping;
    private Task _pumping = Task.CompletedTask;

    /// <summary>Completes when nothing waits.</summary>
    public Task Pumping
    {
        get
        {
            lock (_gate)
            {
                return _pumping;
            }
        }
    }

    /// <param name="report">What is now.</param>
    /// <param name="isNews">A change of state, which is never dropped for a newer one; else numbers.</param>
    public void Post(PublisherReport report, bool isNews)
    {
        lock (_gate)
        {
            if (!isNews && time.GetElapsedTime(_told) < NumbersEvery)
            {
                return;
            }
            _told = time.GetTimestamp();
            if (isNews)
            {
                Add(report);
            }
            else
            {
                _numbers = report;
            }
            if (!_isPumping)
            {
                _isPumping = true;
                // The pump outlives the call that woke it, which may come from a media thread.
                using (ExecutionContext.SuppressFlow())
                {
                    _pumping = Task.Run(PumpAsync, CancellationToken.None);
                }
            }
        }
    }

    private void Add(PublisherReport report)
    {
        _numbers = null;
        if (_changes.Count >= Capacity && OldestBeforeTheEnd() is { } oldest)
        {
            _changes.Remove(oldest);
            Log.GaveWay(logger, stream, oldest.Value.State);
        }
        _changes.AddLast(report);
    }

    // The end of a session is what its device must hear in any case.
    private LinkedListNode<PublisherReport>? OldestBeforeTheEnd()
    {
        for (var node = _changes.First; node is not null; node = node.Next)
        {
            if (node.Value.State != PublisherState.Ended)
            {
                return node;
            }
        }
        return _changes.First;
    }

    private async Task PumpAsync()
    {
        try
        {
            while (Next() is { } report)
            {
                await DeliverAsync(report);
            }
        }
        catch (OperationCanceledException)
        {
            // this node stops, and with it the device's grain
        }
    }

    private PublisherReport? Next()
    {
        lock (_gate)
        {
            var next = _changes.First?.Value ?? _numbers;
            if (_changes.Count > 0)
            {
                _changes.RemoveFirst();
            }
            else
            {
                _numbers = null;
            }
            _isPumping = next is not null;
            return next;
        }
    }

    private async Task DeliverAsync(PublisherReport report)
    {
        var wait = FirstRetry;
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                await reporter.PublishingAsync(stream, report, stopping);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Log.NotTaken(logger, stream, report.State, wait, e);
            }
            await Task.Delay(wait, time, stopping);
            wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "PublisherReportNotTaken",
            Level = LogLevel.Warning,
            Message = "The publisher of {Stream} is {State}, but the device's grain has not heard it; next try in {Wait}"
        )]
        public static partial void NotTaken(ILogger logger, StreamPath stream, PublisherState state, TimeSpan wait, Exception exception);

        [LoggerMessage(
            EventName = "PublisherReportGaveWay",
            Level = LogLevel.Error,
            Message = "The grain of {Stream} takes no reports; that its publisher was {State} gave way to newer ones"
        )]
        public static partial void GaveWay(ILogger logger, StreamPath stream, PublisherState state);
    }
}
