namespace Command.Silo.Storage;

/// <summary>A job that answers with a value.</summary>
internal sealed class SqliteJob<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) : SqliteJob(cancellationToken)
{
    // Continuations run elsewhere: the writer thread never executes a grain's code.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Execute(SqliteSession session) => _result = work(session);

    public override void Complete() => _done.TrySetResult(_result!); // set by Execute, which ran before any commit

    public override void Fail(Exception exception) => _done.TrySetException(exception);

    public override void Abandon() => _done.TrySetCanceled(Token);
}
