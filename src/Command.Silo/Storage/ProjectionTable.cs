using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Command.Silo.Storage;

/// <summary>The two statements that keep one projection table, built from the model so that names and conversions are EF's own.</summary>
internal sealed class ProjectionTable
{
    private readonly IProperty[] _columns;
    private readonly IProperty[] _keys;
    private readonly string _upsert;
    private readonly string _delete;
    private readonly string _trim;

    public ProjectionTable(IEntityType entity)
    {
        var table = Quote(entity.GetTableName() ?? throw new InvalidOperationException($"{entity.Name} has no table."));
        _columns = [.. entity.GetProperties()];
        _keys = [.. entity.FindPrimaryKey()?.Properties ?? throw new InvalidOperationException($"{entity.Name} has no key.")];
        if (Array.Find(_columns, column => column.PropertyInfo is null) is { } shadow)
        {
            throw new InvalidOperationException($"{entity.Name}.{shadow.Name} is not a property of the row.");
        }

        var values = string.Join(", ", _columns.Select((_, i) => Parameter(i)));
        var updates = string.Join(", ", _columns.Except(_keys).Select(column => $"{Name(column)} = excluded.{Name(column)}"));
        _upsert =
            $"INSERT INTO {table} ({string.Join(", ", _columns.Select(Name))}) VALUES ({values}) "
            + $"ON CONFLICT ({string.Join(", ", _keys.Select(Name))}) DO "
            + (updates.Length == 0 ? "NOTHING" : $"UPDATE SET {updates}");
        var keys = string.Join(", ", _keys.Select(Name));
        _trim = $"DELETE FROM {table} WHERE ({keys}) IN (SELECT {keys} FROM {table} WHERE ";
        _delete = $"DELETE FROM {table} WHERE {string.Join(" AND ", _keys.Select((key, i) => $"{Name(key)} = {Parameter(i)}"))}";
    }

    public SqlStatement Upsert(object row, DbCommand command) =>
        new(_upsert, Bind(command, _columns, i => _columns[i].PropertyInfo?.GetValue(row)));

    public SqlStatement Delete(object[] key, DbCommand command)
    {
        if (key.Length != _keys.Length)
        {
            throw new ArgumentException(
                $"{_keys[0].DeclaringType.Name} has {_keys.Length} key parts, {key.Length} were given.",
                nameof(key)
            );
        }

        return new SqlStatement(_delete, Bind(command, _keys, i => key[i]));
    }

    public SqlStatement Trim(ProjectionChange.RowTrim trim, DbCommand command)
    {
        var column =
            Array.Find(_columns, column => column.Name == trim.Column) ?? throw new ArgumentException($"There is no {trim.Column}.");
        var text = $"{_trim}{Name(column)} < {Parameter(0)} LIMIT {trim.Limit})";
        return new SqlStatement(text, Bind(command, [column], _ => trim.Before));
    }

    private static DbParameter[] Bind(DbCommand command, IProperty[] properties, Func<int, object?> valueOf)
    {
        var parameters = new DbParameter[properties.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var property = properties[i];
            parameters[i] = property.GetRelationalTypeMapping().CreateParameter(command, Parameter(i), valueOf(i), property.IsNullable);
        }

        return parameters;
    }

    private static string Name(IProperty property) => Quote(property.GetColumnName());

    private static string Quote(string name) => $"\"{name}\"";

    private static string Parameter(int index) => $"@p{index}";
}
