using Command.Contracts.Common;

namespace Command.Contracts.Recorders;

/// <summary>The desired state of a body-worn recorder, as a person states it.</summary>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Code">Human number, at most 32 characters; null for none.</param>
/// <param name="Serial">The name the device itself uses (MQTT client id, user name and topic level): 1 to 32 of <c>A-Z a-z 0-9 _ -</c>, unique in the site, for example a 20-digit GB/T 28181 id. Null keeps what is stored; on creation it is the id.</param>
/// <param name="Enabled">False refuses its connections and ends its stream.</param>
/// <param name="UnitId">The unit it belongs to.</param>
/// <param name="Place">Where it is kept.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderDraft")]
public sealed record RecorderDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Code,
    [property: Id(2)] string? Serial,
    [property: Id(3)] bool Enabled,
    [property: Id(4)] string UnitId,
    [property: Id(5)] Place? Place
);
