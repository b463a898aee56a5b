using System.Collections.Immutable;
using System.Threading.Channels;
using Command.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Recorders;

/// <summary>
/// Writes positions in batches: live ones wait at most <see cref="RecorderOptions.TrackFlush"/> and are dropped, counted, when the queue is full; those
/// that have to be kept are written at once, with whatever else has come, and hold their sender back. While the record does not answer, a batch is
/// tried again and again. Thread-safe.
/// </summary>
internal sealed partial class TrackWriter(
    ICommandWriter writer,
    RecorderMetrics metrics,
    IOptions<RecorderOptions> options,
    TimeProvider time,
    ILogger<TrackWriter> logger
) : BackgroundService
{
    private const int MaxBatch = 512;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly Channel<TrackEntry> _queue = Channel.CreateBounded<TrackEntry>(
        new BoundedChannelOptions(options.Value.TrackQueue) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true }
    );

    /// <summary>Takes a point that may be lost; false when it was.</summary>
    public bool TryAdd(PositionRow row)
    {
        if (_queue.Writer.TryWrite(new TrackEntry([row], null)))
        {
            return true;
        }
        metrics.Positions("full");
        return false;
    }

    /// <summary>Completes when the points are stored.</summary>
    public async Task KeepAsync(ImmutableArray<PositionRow> rows, CancellationToken cancellationToken)
    {
        if (rows.IsEmpty)
        {
            return;
        }
        var kept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new TrackEntry(rows, kept), cancellationToken);
        await kept.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                var batch = await CollectAsync(stoppingToken);
                await StoreAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await StoreRestAsync();
        }
    }

    private async Task<List<TrackEntry>> CollectAsync(CancellationToken cancellationToken)
    {
        var batch = new List<TrackEntry>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var begun = time.GetTimestamp();
        var count = 0;
        while (count < MaxBatch)
        {
            if (_queue.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
                count += entry.Rows.Length;
                continue;
            }
            var left = options.Value.TrackFlush - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || batch.Any(waiting => waiting.Kept is not null))
            {
                break;
            }
            var more = _queue.Reader.WaitToReadAsync(patience.Token).AsTask();
            await Task.WhenAny(more, Task.Delay(left, time, patience.Token));
            if (!more.IsCompletedSuccessfully)
            {
                break;
            }
        }
        await patience.CancelAsync();
        return batch;
    }

    private async Task StoreAsync(List<TrackEntry> batch, CancellationToken cancellationToken)
    {
        var retry = FirstRetry;
        while (!await TryStoreAsync(batch, retry))
        {
            await Task.Delay(retry, time, cancellationToken);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
        }
    }

    private async Task<bool> TryStoreAsync(List<TrackEntry> batch, TimeSpan retry)
    {
        try
        {
            ImmutableArray<ProjectionChange> rows = [.. batch.SelectMany(entry => entry.Rows).Select(ProjectionChange.Upsert)];
            await writer.WriteRowsAsync(rows, CancellationToken.None);
            metrics.Positions("stored", rows.Length);
        }
        catch (StorageException e)
        {
            Log.NotStored(logger, batch.Count, retry, e);
            return false;
        }
        foreach (var entry in batch)
        {
            entry.Kept?.TrySetResult();
        }
        return true;
    }

    // The server stops: what is there is written once more; who waits for more hears nothing and tells it again.
    private async Task StoreRestAsync()
    {
        _queue.Writer.TryComplete();
        var rest = new List<TrackEntry>();
        while (_queue.Reader.TryRead(out var entry))
        {
            rest.Add(entry);
        }
        foreach (var batch in rest.Chunk(MaxBatch))
        {
            await TryStoreAsync([.. batch], TimeSpan.Zero);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "TrackNotStored",
            Level = LogLevel.Warning,
            Message = "{Count} position messages could not be stored; next try in {Retry}"
        )]
        public static partial void NotStored(ILogger logger, int count, TimeSpan retry, Exception exception);
    }
}
