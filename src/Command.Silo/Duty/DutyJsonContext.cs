using System.Text.Json.Serialization;
using Command.Contracts.Duty;
using Command.Silo.Common;

namespace Command.Silo.Duty;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RosterState))]
[JsonSerializable(typeof(Shift))]
internal sealed partial class DutyJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static DutyJsonContext Record => field ??= new DutyJsonContext(RecordJson.Readable(Default.Options));
}
