using System.Text.Json.Serialization;
using Command.Silo.Common;

namespace Command.Silo.Units;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(UnitState))]
[JsonSerializable(typeof(UnitNode))]
internal sealed partial class UnitJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static UnitJsonContext Record => field ??= new UnitJsonContext(RecordJson.Readable(Default.Options));
}
