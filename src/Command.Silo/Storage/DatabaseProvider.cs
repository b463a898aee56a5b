namespace Command.Silo.Storage;

/// <summary>Where the record lives.</summary>
internal enum DatabaseProvider
{
    Sqlite,
    Postgres,
}
