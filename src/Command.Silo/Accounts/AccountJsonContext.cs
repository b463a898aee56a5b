using System.Text.Json.Serialization;

namespace Command.Silo.Accounts;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AccountState))]
[JsonSerializable(typeof(BootstrapState))]
[JsonSerializable(typeof(AccountFacts))]
[JsonSerializable(typeof(SessionFacts))]
internal sealed partial class AccountJsonContext : JsonSerializerContext;
