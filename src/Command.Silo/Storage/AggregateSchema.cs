using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Command.Silo.Storage;

/// <summary>
/// How a state is kept as JSON, and the linear chain that brings older JSON to today's shape. Step <c>n</c> turns schema <c>n</c> into
/// <c>n + 1</c>; the current schema is the number of steps. The version lives in the column, never in the state, so no initialiser can make an
/// old record claim to be new.
/// </summary>
internal sealed class AggregateSchema<TState>
    where TState : class
{
    private readonly JsonTypeInfo<TState> _type;
    private readonly Action<JsonObject>[] _steps;

    public AggregateSchema(JsonTypeInfo<TState> type, params Action<JsonObject>[] steps)
    {
        _type = type;
        _steps = steps;
    }

    /// <summary>Schema that <see cref="Write"/> writes.</summary>
    public int Current => _steps.Length;

    public string Write(TState state) => JsonSerializer.Serialize(state, _type);

    /// <exception cref="StorageException">The record is newer than this program, or is not JSON of this state.</exception>
    public TState Read(AggregateKey key, StoredAggregate stored)
    {
        if (stored.Schema > Current)
        {
            throw new StorageException($"{key} has schema {stored.Schema}, this program knows {Current}: a newer version wrote it.");
        }

        try
        {
            var state = stored.Schema == Current ? JsonSerializer.Deserialize(stored.Json, _type) : Upgrade(stored);
            return state ?? throw new StorageException($"{key} is stored as JSON null.");
        }
        catch (JsonException e)
        {
            throw new StorageException($"{key} (schema {stored.Schema}) cannot be read: {e.Message}", e);
        }
    }

    private TState? Upgrade(StoredAggregate stored)
    {
        var json = JsonNode.Parse(stored.Json) as JsonObject ?? throw new JsonException("not an object");
        for (var schema = stored.Schema; schema < Current; schema++)
        {
            _steps[schema](json);
        }

        return json.Deserialize(_type);
    }
}
