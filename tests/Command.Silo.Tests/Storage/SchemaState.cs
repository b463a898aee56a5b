using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Command.Silo.Tests.Storage;

internal sealed record SchemaState(string Title, ImmutableArray<string> Tags);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SchemaState))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
