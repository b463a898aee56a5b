using System.Text.Json.Serialization;
using Command.Contracts.Groups;
using Command.Silo.Common;

namespace Command.Silo.Groups;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GroupState))]
[JsonSerializable(typeof(DeviceGroup))]
internal sealed partial class GroupJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static GroupJsonContext Record => field ??= new GroupJsonContext(RecordJson.Readable(Default.Options));
}
