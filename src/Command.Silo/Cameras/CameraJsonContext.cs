using System.Text.Json.Serialization;

namespace Command.Silo.Cameras;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(CameraState))]
[JsonSerializable(typeof(CameraEventText))]
[JsonSerializable(typeof(LinkState))]
internal sealed partial class CameraJsonContext : JsonSerializerContext;
