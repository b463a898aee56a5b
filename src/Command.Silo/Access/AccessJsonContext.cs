using System.Text.Json.Serialization;
using Command.Contracts.Authority;
using Command.Silo.Common;

namespace Command.Silo.Access;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AccessState))]
[JsonSerializable(typeof(RoleGrantDraft))]
internal sealed partial class AccessJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static AccessJsonContext Record => field ??= new AccessJsonContext(RecordJson.Readable(Default.Options));
}
