using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Command.Silo.Recorders;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Silo.Tests.Recorders;

public sealed class TrackWriterTests : IAsyncDisposable
{
    private readonly HeldWriter _store = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecorderMetrics _metrics;
    private readonly TrackWriter _writer;

    public TrackWriterTests()
    {
        _metrics = new RecorderMetrics(_services.GetRequiredService<IMeterFactory>());
        var options = Microsoft.Extensions.Options.Options.Create(
            new RecorderOptions { TrackQueue = 16, TrackFlush = TimeSpan.FromMilliseconds(100) }
        );
        _writer = new TrackWriter(_store, _metrics, options, TimeProvider.System, NullLogger<TrackWriter>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _store.Open();
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        _metrics.Dispose();
        await _store.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Keep_CompletesOnlyWhenStored()
    {
        await _writer.StartAsync(Cancellation);
        var kept = _writer.KeepAsync([Row(1), Row(2)], Cancellation);
        await Until.TrueAsync(() => _store.Calls == 1, "the write begins");
        Assert.False(kept.IsCompleted);
        _store.Open();
        await kept;
        Assert.Equal(2, _store.Stored);
    }

    [Fact]
    public async Task Keep_RecordDoesNotAnswer_IsTriedAgain()
    {
        _store.Fail(1);
        _store.Open();
        await _writer.StartAsync(Cancellation);
        await _writer.KeepAsync([Row(1)], Cancellation);
        Assert.Equal((2, 1), (_store.Calls, _store.Stored));
    }

    [Fact]
    public async Task TryAdd_FullQueue_DropsAndTheRestIsWrittenAtTheEnd()
    {
        var taken = Enumerable.Range(0, 20).Count(i => _writer.TryAdd(Row(i)));
        Assert.Equal(16, taken);
        await _writer.StartAsync(Cancellation);
        await Until.TrueAsync(() => _store.Calls == 1, "the write begins");
        Assert.True(_writer.TryAdd(Row(21)));
        _store.Open();
        await _writer.StopAsync(Cancellation);
        Assert.Equal(17, _store.Stored);
    }

    [Fact]
    public async Task TryAdd_Alone_IsWrittenSoonInOneBatch()
    {
        _store.Open();
        await _writer.StartAsync(Cancellation);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(_writer.TryAdd(Row(i)));
        }
        await Until.TrueAsync(() => _store.Stored == 10, "they are written");
        Assert.InRange(_store.Calls, 1, 3);
    }

    private static PositionRow Row(long sequence) =>
        new()
        {
            RecorderId = "r1",
            At = DateTimeOffset.UnixEpoch.AddSeconds(sequence),
            Sequence = sequence,
            Fix = "3d",
            Source = "gnss",
        };

    private sealed class HeldWriter : ICommandWriter
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;
        private int _stored;
        private int _failures;

        public int Calls => Volatile.Read(ref _calls);

        public int Stored => Volatile.Read(ref _stored);

        public void Open() => _open.TrySetResult();

        public void Fail(int times) => _failures = times;

        public async Task<int> WriteRowsAsync(ImmutableArray<ProjectionChange> changes, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            await _open.Task.WaitAsync(cancellationToken);
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                throw new StorageException("The test wants it so.");
            }
            return Interlocked.Add(ref _stored, changes.Length);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<StoredAggregate?> ReadAsync(AggregateKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SaveResult> WriteAsync(AggregateWrite write, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> AppendAsync(AggregateKey key, ImmutableArray<EventDraft> events, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<ImmutableArray<DueDeadline>> ClaimDeadlinesAsync(DeadlineClaim claim, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
