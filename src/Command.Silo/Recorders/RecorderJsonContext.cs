using System.Text.Json.Serialization;
using Command.Contracts.Recorders;
using Command.Silo.Common;

namespace Command.Silo.Recorders;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(RecorderState))]
[JsonSerializable(typeof(RecorderEventText))]
[JsonSerializable(typeof(FieldEventText))]
[JsonSerializable(typeof(LinkState))]
[JsonSerializable(typeof(RecorderCommand))]
[JsonSerializable(typeof(RecorderSession))]
[JsonSerializable(typeof(RecorderInfo))]
[JsonSerializable(typeof(string))]
internal sealed partial class RecorderJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static RecorderJsonContext Record => field ??= new RecorderJsonContext(RecordJson.Readable(Default.Options));
}
