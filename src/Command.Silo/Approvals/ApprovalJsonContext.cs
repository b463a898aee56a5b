using System.Text.Json.Serialization;
using Command.Contracts.Approvals;
using Command.Silo.Common;

namespace Command.Silo.Approvals;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ApprovalBook))]
[JsonSerializable(typeof(Approval))]
internal sealed partial class ApprovalJsonContext : JsonSerializerContext
{
    /// <summary>What is used for everything that is stored.</summary>
    public static ApprovalJsonContext Record => field ??= new ApprovalJsonContext(RecordJson.Readable(Default.Options));
}
