using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Command.Silo.Storage;

/// <summary>
/// Writes commands straight to PostgreSQL, each in its own transaction. The node's row in <c>nodes</c> is taken last and held for one round trip
/// and the commit: that makes event numbers serial and without holes, because a transaction that fails gives its numbers back.
/// </summary>
internal sealed partial class PostgresWriter : ICommandWriter
{
    // Numbers are serial per node, so more transactions at once would only hold connections while they wait.
    private const int MaximumTransactions = 16;
    private const int MaximumAttempts = 5;

    private const string TakeNumbers = "UPDATE nodes SET last_seq = last_seq + @p0 WHERE name = @p1 RETURNING last_seq";

    private const string LockNode = "SELECT last_seq FROM nodes WHERE name = @p0 FOR UPDATE";

    // Another command may have been given the same number after a rollback; only the same bytes are the same event.
    private const string FindEvent = "SELECT 1 FROM events WHERE node = @p0 AND seq = @p1 AND payload = @p2";

    private readonly SemaphoreSlim _gate = new(MaximumTransactions);
    private readonly NpgsqlDataSource _source;
    private readonly string _node;
    private readonly WriteStatements _statements;
    private readonly StorageMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresWriter> _logger;

    public PostgresWriter(
        IOptions<StorageOptions> options,
        CommandDbContextFactory contexts,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger<PostgresWriter> logger
    )
    {
        _source = NpgsqlDataSource.Create(contexts.ConnectionString);
        _node = options.Value.NodeName;
        _statements = new WriteStatements(contexts.Model, NpgsqlFactory.Instance);
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(_statements.RegisterNode(_node, NowUs()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<StoredAggregate?> ReadAsync(AggregateKey key, CancellationToken cancellationToken)
    {
        await using var command = Command(_statements.Load(key));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StoredAggregate(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2))
            : null;
    }

    public async Task<SaveResult> WriteAsync(AggregateWrite write, CancellationToken cancellationToken)
    {
        try
        {
            List<SqlStatement> changes =
            [
                _statements.Aggregate(write),
                .. _statements.Projections(write.Projections),
                .. _statements.Deadlines(write),
            ];
            return await RunAsync(new PostgresCommand(write.Key, changes, write.Events), write.ExpectedVersion + 1, cancellationToken);
        }
        catch (DuplicateKeyException e)
        {
            return new SaveResult.DuplicateKey(e.Constraint);
        }
    }

    public async Task<long> AppendAsync(AggregateKey key, ImmutableArray<EventDraft> events, CancellationToken cancellationToken)
    {
        var result = await RunAsync(new PostgresCommand(key, [], events), 0, cancellationToken);
        return result is SaveResult.Saved saved
            ? saved.FirstSeq
            : throw new StorageException($"Events of {key} were answered by {result}.");
    }

    public async Task<int> WriteRowsAsync(ImmutableArray<ProjectionChange> changes, CancellationToken cancellationToken)
    {
        // A batch without a transaction of its own is one: all or nothing.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var batch = connection.CreateBatch();
            foreach (var statement in _statements.Projections(changes))
            {
                Add(batch, statement);
            }

            return await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            throw new StorageException($"Rows could not be written: {e.Message}", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<ImmutableArray<DueDeadline>> ClaimDeadlinesAsync(DeadlineClaim claim, CancellationToken cancellationToken)
    {
        await using var command = Command(DeadlineStatements.Claim(_statements, claim, _node, forUpdate: true));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = ImmutableArray.CreateBuilder<DueDeadline>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new DueDeadline(new AggregateKey(reader.GetString(0), reader.GetString(1)), reader.GetString(2), reader.GetInt64(3)));
        }

        return due.ToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<SaveResult> RunAsync(PostgresCommand command, long version, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var result = await TryOnceAsync(command, version);
                    _metrics.Command("committed");
                    return result;
                }
                catch (NpgsqlException e) when (e.IsTransient && attempt < MaximumAttempts)
                {
                    // Deadlocks, failovers and connections that broke before the commit have rolled everything back.
                    Log.Retried(_logger, command.Key, attempt, e.Message);
                }
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            _metrics.Command("refused");
            throw new DuplicateKeyException(e.ConstraintName ?? e.MessageText);
        }
        catch (NpgsqlException e)
        {
            _metrics.Command("failed");
            throw new StorageException($"The record could not be written: {e.Message}", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    // No cancellation from here on: a caller that stops waiting must not make a saved command look lost.
    private async Task<SaveResult> TryOnceAsync(PostgresCommand command, long version)
    {
        await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var lastSeq = 0L;
        await using (var batch = connection.CreateBatch())
        {
            foreach (var statement in command.Changes)
            {
                Add(batch, statement);
            }

            if (!command.Events.IsEmpty)
            {
                Add(batch, _statements.Statement(TakeNumbers, (long)command.Events.Length, _node));
            }

            if (batch.BatchCommands.Count > 0)
            {
                await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
                lastSeq = await reader.ReadAsync(CancellationToken.None) ? reader.GetInt64(0) : 0;
            }

            if (command.Changes.Count > 0 && batch.BatchCommands[0].RecordsAffected == 0)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                var actual = await ReadAsync(command.Key, CancellationToken.None);
                return new SaveResult.VersionConflict(actual?.Version ?? 0);
            }
        }

        var first = command.Events.IsEmpty ? 0 : lastSeq - command.Events.Length + 1;
        var events = EventStatements(command, first);
        await InsertAsync(connection, events);
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            // The connection broke while the answer was on its way: the database knows what became of it.
            Log.CommitUnclear(_logger, command.Key, e);
            if (!await WasCommittedAsync(command.Key, events))
            {
                throw;
            }
        }

        return new SaveResult.Saved(version, first);
    }

    private List<SqlStatement> EventStatements(PostgresCommand command, long first)
    {
        var atUs = NowUs();
        return [.. command.Events.Select((draft, i) => _statements.Event(_node, first + i, atUs, command.Key, draft))];
    }

    private static async Task InsertAsync(NpgsqlConnection connection, List<SqlStatement> statements)
    {
        if (statements.Count == 0)
        {
            return;
        }

        await using var batch = connection.CreateBatch();
        foreach (var statement in statements)
        {
            Add(batch, statement);
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<bool> WasCommittedAsync(AggregateKey key, List<SqlStatement> events)
    {
        var unclear = $"The connection broke while {key} was committed; whether it was saved is not known.";
        try
        {
            return events.Count > 0 ? await FindCommittedAsync(events[0]) : throw new StorageException(unclear);
        }
        catch (NpgsqlException e)
        {
            throw new StorageException(unclear, e);
        }
    }

    private async Task<bool> FindCommittedAsync(SqlStatement inserted)
    {
        await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        await using var batch = connection.CreateBatch();
        // The lock waits for a commit that is still running on the server's side of the broken connection.
        Add(batch, _statements.Statement(LockNode, _node));
        var (node, seq, payload) = (inserted.Parameters[0], inserted.Parameters[1], inserted.Parameters[^1]);
        Add(batch, _statements.Statement(FindEvent, node.Value, seq.Value, payload.Value));
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        await reader.NextResultAsync(CancellationToken.None);
        return await reader.ReadAsync(CancellationToken.None);
    }

    private static void Add(NpgsqlBatch batch, SqlStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Text);
        command.Parameters.AddRange(statement.Parameters);
        batch.BatchCommands.Add(command);
    }

    private NpgsqlCommand Command(SqlStatement statement)
    {
        var command = _source.CreateCommand(statement.Text);
        command.Parameters.AddRange(statement.Parameters);
        return command;
    }

    private long NowUs() => UnixMicroseconds.From(_time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "CommitUnclear",
            Level = LogLevel.Warning,
            Message = "The connection broke while {Key} was committed; asking the database what became of it"
        )]
        public static partial void CommitUnclear(ILogger logger, AggregateKey key, Exception exception);

        [LoggerMessage(
            EventName = "CommandRetried",
            Level = LogLevel.Information,
            Message = "Command on {Key} is tried again after attempt {Attempt}: {Reason}"
        )]
        public static partial void Retried(ILogger logger, AggregateKey key, int attempt, string reason);
    }
}
