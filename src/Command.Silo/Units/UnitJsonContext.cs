using System.Text.Json.Serialization;

namespace Command.Silo.Units;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(UnitState))]
[JsonSerializable(typeof(UnitNode))]
internal sealed partial class UnitJsonContext : JsonSerializerContext;
