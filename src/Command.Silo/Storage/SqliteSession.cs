using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Command.Silo.Storage;

/// <summary>The writer's one connection: prepared statements, the event number, savepoints. Used by the writer thread only.</summary>
internal sealed class SqliteSession : IDisposable
{
    // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE
    private const int DuplicatePrimaryKey = 1555;
    private const int DuplicateUnique = 2067;

    private readonly SqliteConnection _connection;
    private readonly WriteStatements _statements;
    private readonly TimeProvider _time;
    private readonly string _node;
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private long _lastSeq;
    private long _committedSeq;

    public SqliteSession(string connectionString, string node, WriteStatements statements, TimeProvider time)
    {
        _node = node;
        _statements = statements;
        _time = time;
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            Run("PRAGMA journal_mode = WAL");
            Run("PRAGMA synchronous = FULL");
            Execute(statements.RegisterNode(node, NowUs()));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Begin()
    {
        Run("BEGIN IMMEDIATE");
        _committedSeq = _lastSeq = Convert.ToInt64(
            Prepare(_statements.Statement("SELECT last_seq FROM nodes WHERE name = @p0", _node)).ExecuteScalar(),
            null
        );
    }

    public void Commit()
    {
        if (_lastSeq != _committedSeq)
        {
            Execute(_statements.Statement("UPDATE nodes SET last_seq = @p0 WHERE name = @p1", _lastSeq, _node));
        }

        Run("COMMIT");
    }

    /// <summary>Runs one job so that its failure leaves no trace; returns the failure.</summary>
    public Exception? RunAtomic(SqliteJob job)
    {
        var seq = _lastSeq;
        Run("SAVEPOINT command");
        try
        {
            job.Execute(this);
            Run("RELEASE command");
            return null;
        }
#pragma warning disable CA1031 // whatever a job throws is that job's answer; the others in the transaction go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            _lastSeq = seq;
            Run("ROLLBACK TO command");
            Run("RELEASE command");
            return e switch
            {
                SqliteException { SqliteExtendedErrorCode: DuplicatePrimaryKey or DuplicateUnique } => new DuplicateKeyException(e.Message),
                SqliteException => new StorageException($"The database refused the command: {e.Message}", e),
                _ => e,
            };
        }
    }

    public SaveResult Write(AggregateWrite write)
    {
        if (Execute(_statements.Aggregate(write)) == 0)
        {
            return new SaveResult.VersionConflict(Load(write.Key)?.Version ?? 0);
        }

        foreach (var statement in _statements.Projections(write.Projections).Concat(_statements.Deadlines(write)))
        {
            Execute(statement);
        }

        return new SaveResult.Saved(write.ExpectedVersion + 1, Append(write.Key, write.Events));
    }

    public int WriteRows(ImmutableArray<ProjectionChange> changes) => _statements.Projections(changes).Sum(Execute);

    /// <summary>Writes the events and returns the number of the first; 0 when there are none.</summary>
    public long Append(AggregateKey key, ImmutableArray<EventDraft> events)
    {
        if (events.IsEmpty)
        {
            return 0;
        }

        var first = _lastSeq + 1;
        var atUs = NowUs();
        foreach (var draft in events)
        {
            Execute(_statements.Event(_node, ++_lastSeq, atUs, key, draft));
        }

        return first;
    }

    public StoredAggregate? Load(AggregateKey key)
    {
        using var reader = Prepare(_statements.Load(key)).ExecuteReader();
        return reader.Read() ? new StoredAggregate(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2)) : null;
    }

    public int Execute(SqlStatement statement) => Prepare(statement).ExecuteNonQuery();

    public SqliteCommand Prepare(SqlStatement statement)
    {
        var command = Command(statement.Text);
        command.Parameters.Clear();
        command.Parameters.AddRange(statement.Parameters);
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private void Run(string text) => Command(text).ExecuteNonQuery();

    private SqliteCommand Command(string text)
    {
        // The texts come from the code and the model, so their number is bounded.
        if (!_prepared.TryGetValue(text, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = text;
            _prepared.Add(text, command);
        }

        return command;
    }

    private long NowUs() => UnixMicroseconds.From(_time.GetUtcNow());
}
