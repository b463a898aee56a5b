namespace Command.Silo.Storage;

/// <summary>One change of a projection table inside a command's transaction; rows are entities of <see cref="CommandDbContext"/>.</summary>
internal abstract record ProjectionChange
{
    private ProjectionChange(Type entity) => Entity = entity;

    /// <summary>Entity type the change is about.</summary>
    public Type Entity { get; }

    /// <summary>Inserts the row, or overwrites every column of the row that has its primary key.</summary>
    public static ProjectionChange Upsert<T>(T row)
        where T : class => new RowUpsert(typeof(T), row);

    /// <summary>Deletes the row with this primary key, if there is one; key parts in the order of the model's key.</summary>
    public static ProjectionChange Delete<T>(params object[] key)
        where T : class => new RowDelete(typeof(T), key);

    /// <summary>Deletes at most <paramref name="limit"/> rows whose <paramref name="column"/> (a property of the row) is older than <paramref name="before"/>.</summary>
    public static ProjectionChange Trim<T>(string column, DateTimeOffset before, int limit)
        where T : class => new RowTrim(typeof(T), column, before, limit);

    internal sealed record RowUpsert(Type Entity, object Row) : ProjectionChange(Entity);

    internal sealed record RowDelete(Type Entity, object[] Key) : ProjectionChange(Entity);

    internal sealed record RowTrim(Type Entity, string Column, DateTimeOffset Before, int Limit) : ProjectionChange(Entity);
}
