using System.Text.Json.Serialization;

namespace Command.Silo.Walls;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WallState))]
internal sealed partial class WallJsonContext : JsonSerializerContext;
