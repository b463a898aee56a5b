namespace Command.Contracts.Recorders;

/// <summary>The secret a device signs in with, told once.</summary>
/// <param name="Serial">User name and client id for MQTT.</param>
/// <param name="Key">Password for MQTT; 43 characters, base64url of 32 random bytes. Kept as a hash only.</param>
/// <param name="Bearer">Bearer token for WHIP and grants: <c>rec.{id}.{key}</c>.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderKey")]
public sealed record RecorderKey([property: Id(0)] string Serial, [property: Id(1)] string Key, [property: Id(2)] string Bearer);
