using System.Text.Json.Serialization;

namespace Command.Silo.Keys;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyRingState))]
[JsonSerializable(typeof(MediaGrantState))]
internal sealed partial class KeyJsonContext : JsonSerializerContext;
