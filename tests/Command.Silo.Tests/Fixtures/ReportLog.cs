using System.Collections.Concurrent;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Silo.MediaNode;

namespace Command.Silo.Tests.Fixtures;

/// <summary>Takes reports in place of grains, and refuses as many as a test wants.</summary>
internal sealed class ReportLog : IDeviceReporter
{
    private int _refusals;

    public ConcurrentQueue<(StreamPath Stream, DeviceReport Report)> Taken { get; } = new();

    public ConcurrentQueue<(StreamPath Stream, bool Wanted)> Wanted { get; } = new();

    public ConcurrentQueue<PublisherReport> Publishing { get; } = new();

    /// <summary>Why a device cannot be asked for a stream that it pushes.</summary>
    public StateCause? Obstacle { get; set; }

    public void RefuseNext(int count) => Volatile.Write(ref _refusals, count);

    public Task ReportAsync(StreamPath stream, DeviceReport report, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            return Task.FromException(new InvalidOperationException("The record does not answer."));
        }
        Taken.Enqueue((stream, report));
        return Task.CompletedTask;
    }

    public Task<StateCause?> WantedAsync(StreamPath stream, bool wanted, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            return Task.FromException<StateCause?>(new InvalidOperationException("The grain does not answer."));
        }
        Wanted.Enqueue((stream, wanted));
        return Task.FromResult(Obstacle);
    }

    public Task PublishingAsync(StreamPath stream, PublisherReport report, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            return Task.FromException(new InvalidOperationException("The grain does not answer."));
        }
        Publishing.Enqueue(report);
        return Task.CompletedTask;
    }

    public string States(StreamPath stream) =>
        string.Join(' ', Taken.Where(entry => entry.Stream == stream).Select(entry => entry.Report.State));
}
