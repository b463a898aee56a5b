using System.Text.Json.Serialization;
using Command.Silo.Common;

namespace Command.Silo.Cameras;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(CameraState))]
[JsonSerializable(typeof(CameraEventText))]
[JsonSerializable(typeof(LinkState))]
internal sealed partial class CameraJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static CameraJsonContext Record => field ??= new CameraJsonContext(RecordJson.Readable(Default.Options));
}
