namespace Command.Silo.Storage;

/// <summary>One unit of work for the writer thread: runs inside its own savepoint, learns its fate after the commit.</summary>
internal abstract class SqliteJob(CancellationToken cancellationToken)
{
    /// <summary>True when the caller has given up before the writer began; the job is then not run.</summary>
    public bool IsAbandoned => cancellationToken.IsCancellationRequested;

    protected CancellationToken Token => cancellationToken;

    /// <summary>Runs on the writer thread.</summary>
    public abstract void Execute(SqliteSession session);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);

    public abstract void Abandon();
}
