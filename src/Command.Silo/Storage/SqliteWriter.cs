using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Storage;

/// <summary>
/// The one writer of a SQLite record. Callers queue first come, first served in a bounded queue; one thread takes up to
/// <see cref="MaximumBatch"/> commands into one transaction, each in its own savepoint, and one fsync makes them all durable.
/// Many EF writers instead of this starve each other for seconds.
/// </summary>
internal sealed partial class SqliteWriter : ICommandWriter
{
    public const int MaximumBatch = 64;

    private readonly Channel<SqliteJob> _queue;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _connectionString;
    private readonly string _node;
    private readonly WriteStatements _statements;
    private readonly StorageMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteWriter> _logger;
    private int _started;
    private int _disposed;

    public SqliteWriter(
        IOptions<StorageOptions> options,
        CommandDbContextFactory contexts,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger<SqliteWriter> logger
    )
    {
        _connectionString = contexts.ConnectionString;
        _node = options.Value.NodeName;
        _statements = new WriteStatements(contexts.Model, SqliteFactory.Instance);
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _queue = Channel.CreateBounded<SqliteJob>(
            new BoundedChannelOptions(options.Value.WriterQueue) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true }
        );
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _started, 1);
        new Thread(() => Run(opened)) { Name = "sqlite-writer", IsBackground = true }.Start();
        return opened.Task;
    }

    public Task<StoredAggregate?> ReadAsync(AggregateKey key, CancellationToken cancellationToken) =>
        Task.Run(() => Query(_statements.Load(key), ReadAggregate), cancellationToken);

    public async Task<SaveResult> WriteAsync(AggregateWrite write, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(session => session.Write(write), cancellationToken);
        }
        catch (DuplicateKeyException e)
        {
            return new SaveResult.DuplicateKey(e.Constraint);
        }
    }

    public Task<long> AppendAsync(AggregateKey key, ImmutableArray<EventDraft> events, CancellationToken cancellationToken) =>
        RunAsync(session => session.Append(key, events), cancellationToken);

    public Task<int> WriteRowsAsync(ImmutableArray<ProjectionChange> changes, CancellationToken cancellationToken) =>
        RunAsync(session => session.WriteRows(changes), cancellationToken);

    public async Task<ImmutableArray<DueDeadline>> ClaimDeadlinesAsync(DeadlineClaim claim, CancellationToken cancellationToken)
    {
        // Looking costs no commit; most seconds nothing is due.
        var due = await Task.Run(() => Query(DeadlineStatements.AnyDue(_statements, claim), reader => reader.Read()), cancellationToken);
        return due ? await RunAsync(session => Claim(session, claim), cancellationToken) : [];
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Writer.TryComplete();
        _wake.Release();
        if (Volatile.Read(ref _started) != 0)
        {
            await _stopped.Task;
        }

        _wake.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private async Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var job = new SqliteJob<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(job, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new StorageException("The record is closed: the server is stopping.", e);
        }

        _wake.Release();
        return await job.Task;
    }

    private ImmutableArray<DueDeadline> Claim(SqliteSession session, DeadlineClaim claim)
    {
        using var reader = session.Prepare(DeadlineStatements.Claim(_statements, claim, _node, forUpdate: false)).ExecuteReader();
        var due = ImmutableArray.CreateBuilder<DueDeadline>();
        while (reader.Read())
        {
            due.Add(new DueDeadline(new AggregateKey(reader.GetString(0), reader.GetString(1)), reader.GetString(2), reader.GetInt64(3)));
        }

        return due.ToImmutable();
    }

    private T Query<T>(SqlStatement statement, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        command.Parameters.AddRange(statement.Parameters);
        using var reader = command.ExecuteReader();
        return read(reader);
    }

    private static StoredAggregate? ReadAggregate(SqliteDataReader reader) =>
        reader.Read() ? new StoredAggregate(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2)) : null;

    private void Run(TaskCompletionSource opened)
    {
        SqliteSession? session = null;
        try
        {
            session = Open();
            opened.SetResult();
            Serve(ref session);
        }
#pragma warning disable CA1031 // the top of the writer thread: the start fails with the cause
        catch (Exception e)
#pragma warning restore CA1031
        {
            opened.TrySetException(e);
        }
        finally
        {
            session?.Dispose();
            _stopped.SetResult();
        }
    }

    private void Serve(ref SqliteSession? session)
    {
        var batch = new List<SqliteJob>(MaximumBatch);
        while (true)
        {
            while (batch.Count < MaximumBatch && _queue.Reader.TryRead(out var job))
            {
                batch.Add(job);
            }

            if (batch.Count > 0)
            {
                CommitBatch(ref session, batch);
                batch.Clear();
            }
            else if (_queue.Reader.Completion.IsCompleted)
            {
                return;
            }
            else
            {
                _wake.Wait();
            }
        }
    }

    private void CommitBatch(ref SqliteSession? session, List<SqliteJob> batch)
    {
        var done = new List<SqliteJob>(batch.Count);
        try
        {
            session ??= Open();
            session.Begin();
            foreach (var job in batch)
            {
                RunJob(session, job, done);
            }

            session.Commit();
        }
#pragma warning disable CA1031 // the commit failed for all: each caller gets the cause, the next batch gets a new connection
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.BatchFailed(_logger, batch.Count, e);
            session?.Dispose();
            session = null;
            foreach (var job in batch)
            {
                job.Fail(new StorageException($"The record could not be written: {e.Message}", e));
                _metrics.Command("failed");
            }

            return;
        }

        _metrics.Batch(done.Count);
        foreach (var job in done)
        {
            job.Complete();
            _metrics.Command("committed");
        }
    }

    private void RunJob(SqliteSession session, SqliteJob job, List<SqliteJob> done)
    {
        if (job.IsAbandoned)
        {
            job.Abandon();
            _metrics.Command("abandoned");
        }
        else if (session.RunAtomic(job) is { } failure)
        {
            job.Fail(failure);
            _metrics.Command("refused");
        }
        else
        {
            done.Add(job);
        }
    }

    private SqliteSession Open() => new(_connectionString, _node, _statements, _time);

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "BatchFailed",
            Level = LogLevel.Error,
            Message = "{Count} commands could not be written to the record; their callers were told, the next ones get a new connection"
        )]
        public static partial void BatchFailed(ILogger logger, int count, Exception exception);
    }
}
