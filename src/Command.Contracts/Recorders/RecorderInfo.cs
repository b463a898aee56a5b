using System.Collections.Immutable;

namespace Command.Contracts.Recorders;

/// <summary>What a recorder says of itself.</summary>
/// <param name="Capabilities">Names of the commands it obeys and the like; empty when unknown.</param>
/// <param name="At">When it was said.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderInfo")]
public sealed record RecorderInfo(
    [property: Id(0)] string? Model,
    [property: Id(1)] string? Firmware,
    [property: Id(2)] string? Imei,
    [property: Id(3)] string? Iccid,
    [property: Id(4)] ImmutableArray<string> Capabilities,
    [property: Id(5)] ImmutableArray<string> Codecs,
    [property: Id(6)] DateTimeOffset At
);
