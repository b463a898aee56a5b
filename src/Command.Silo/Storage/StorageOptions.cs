namespace Command.Silo.Storage;

/// <summary>Options <c>Command:*</c> that say where the record and other kept files live.</summary>
public sealed record StorageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command";

    /// <summary>Directory for <c>command.db</c>, <c>recordings/</c>, <c>keys/</c> and <c>exports/</c>; made when missing. Default <c>data</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary><c>sqlite</c> (one box, the file <c>command.db</c> in the data directory) or <c>postgres</c> (15 or later). Default <c>sqlite</c>.</summary>
    public string Database { get; init; } = "sqlite";

    /// <summary>Connection string of PostgreSQL; required for <c>postgres</c>, must be empty for <c>sqlite</c>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Name of this node on the record: events are numbered per node. Letters, digits, dot and hyphen, at most 64; unique in a cluster and the
    /// same after a restart. Default <c>local</c> for sqlite, the machine's name for postgres.
    /// </summary>
    public string? Node { get; init; }

    /// <summary>Commands that may wait for the writer before callers are held back; 64 to 65536. Default 4096.</summary>
    public int WriterQueue { get; init; } = 4096;

    /// <summary>How long a woken grain has before its deadline is offered again; 5 s to 10 min. Default 30 s.</summary>
    public TimeSpan DeadlineLease { get; init; } = TimeSpan.FromSeconds(30);

    internal DatabaseProvider Provider =>
        string.Equals(Database, "postgres", StringComparison.OrdinalIgnoreCase) ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite;

    internal string NodeName => Node ?? (Provider == DatabaseProvider.Sqlite ? "local" : Environment.MachineName.ToLowerInvariant());

    internal string DatabaseFile => Path.Combine(DataDirectory, "command.db");
}
