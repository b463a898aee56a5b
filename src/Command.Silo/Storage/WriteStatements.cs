using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Command.Silo.Storage;

/// <summary>The statements of a command. Their text is the same on both databases; only parameters are made by the provider. Thread-safe.</summary>
internal sealed class WriteStatements(IModel model, DbProviderFactory provider)
{
    private const string InsertAggregate =
        "INSERT INTO aggregates (kind, id, version, \"schema\", \"json\") VALUES (@p0, @p1, 1, @p2, @p3) ON CONFLICT (kind, id) DO NOTHING";

    private const string UpdateAggregate =
        "UPDATE aggregates SET version = version + 1, \"schema\" = @p0, \"json\" = @p1 WHERE kind = @p2 AND id = @p3 AND version = @p4";

    private const string DeleteAggregate = "DELETE FROM aggregates WHERE kind = @p0 AND id = @p1 AND version = @p2";

    private const string SelectAggregate = "SELECT version, \"schema\", \"json\" FROM aggregates WHERE kind = @p0 AND id = @p1";

    // A moved deadline belongs to nobody until it is due again.
    private const string SetDeadline =
        "INSERT INTO deadlines (kind, id, name, due_us) VALUES (@p0, @p1, @p2, @p3) "
        + "ON CONFLICT (kind, id, name) DO UPDATE SET due_us = excluded.due_us, lease_node = NULL, lease_until_us = NULL";

    private const string ClearDeadline = "DELETE FROM deadlines WHERE kind = @p0 AND id = @p1 AND name = @p2";

    private const string ClearDeadlines = "DELETE FROM deadlines WHERE kind = @p0 AND id = @p1";

    private const string InsertEvent =
        "INSERT INTO events (node, seq, kind, id, at_us, actor, actor_name, unit, purpose, correlation_id, client_address, session_id, "
        + "\"type\", cause, outcome, \"before\", \"after\", payload) "
        + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17)";

    private const string InsertNode =
        "INSERT INTO nodes (name, last_seq, started_us) VALUES (@p0, 0, @p1) ON CONFLICT (name) DO UPDATE SET started_us = excluded.started_us";

    private readonly ConcurrentDictionary<Type, ProjectionTable> _tables = new();

    public SqlStatement Load(AggregateKey key) => Statement(SelectAggregate, key.Kind, key.Id);

    /// <summary>Changes one row, or none when the expected version is not the stored one.</summary>
    public SqlStatement Aggregate(AggregateWrite write)
    {
        var (kind, id) = write.Key;
        return write switch
        {
            { Delete: true } => Statement(DeleteAggregate, kind, id, write.ExpectedVersion),
            { ExpectedVersion: 0 } => Statement(InsertAggregate, kind, id, write.Schema, write.Json),
            _ => Statement(UpdateAggregate, write.Schema, write.Json, kind, id, write.ExpectedVersion),
        };
    }

    public IEnumerable<SqlStatement> Projections(IEnumerable<ProjectionChange> changes) =>
        changes.Select(change =>
            change switch
            {
                ProjectionChange.RowUpsert upsert => Table(upsert.Entity).Upsert(upsert.Row, Scratch()),
                ProjectionChange.RowDelete delete => Table(delete.Entity).Delete(delete.Key, Scratch()),
                ProjectionChange.RowTrim trim => Table(trim.Entity).Trim(trim, Scratch()),
                _ => throw new InvalidOperationException($"Unknown change {change.GetType()}."),
            }
        );

    public IEnumerable<SqlStatement> Deadlines(AggregateWrite write)
    {
        var (kind, id) = write.Key;
        if (write.Delete)
        {
            yield return Statement(ClearDeadlines, kind, id);
            yield break;
        }

        foreach (var change in write.Deadlines)
        {
            yield return change.Due is { } due
                ? Statement(SetDeadline, kind, id, change.Name, UnixMicroseconds.From(due))
                : Statement(ClearDeadline, kind, id, change.Name);
        }
    }

    public SqlStatement Event(string node, long seq, long atUs, AggregateKey key, EventDraft draft) =>
        Statement(
            InsertEvent,
            node,
            seq,
            key.Kind,
            key.Id,
            atUs,
            draft.Context.ActorId,
            draft.Context.ActorName,
            draft.Context.UnitId,
            draft.Context.Purpose,
            draft.Context.CorrelationId,
            draft.Context.ClientAddress,
            draft.Context.SessionId,
            draft.Type,
            draft.Cause,
            draft.Outcome,
            draft.Before,
            draft.After,
            EventPayload.Write(node, seq, atUs, key, draft)
        );

    public SqlStatement RegisterNode(string node, long startedUs) => Statement(InsertNode, node, startedUs);

    /// <summary>A statement with values in the order <c>@p0</c>, <c>@p1</c>, …</summary>
    public SqlStatement Statement(string text, params object?[] values)
    {
        var parameters = new DbParameter[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = provider.CreateParameter() ?? throw new InvalidOperationException($"{provider} makes no parameters.");
            parameter.ParameterName = $"@p{i}";
            parameter.Value = values[i] ?? DBNull.Value;
            parameters[i] = parameter;
        }

        return new SqlStatement(text, parameters);
    }

    private ProjectionTable Table(Type entity) =>
        _tables.GetOrAdd(
            entity,
            type => new ProjectionTable(model.FindEntityType(type) ?? throw new InvalidOperationException($"{type} is not in the model."))
        );

    private DbCommand Scratch() => provider.CreateCommand() ?? throw new InvalidOperationException($"{provider} makes no commands.");
}
