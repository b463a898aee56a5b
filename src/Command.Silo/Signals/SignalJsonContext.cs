using System.Text.Json.Serialization;
using Command.Silo.Common;

namespace Command.Silo.Signals;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(StoredSignal))]
[JsonSerializable(typeof(SignalEventText))]
internal sealed partial class SignalJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static SignalJsonContext Record => field ??= new SignalJsonContext(RecordJson.Readable(Default.Options));
}
