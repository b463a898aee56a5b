using System.Collections.Immutable;

namespace Command.Contracts.Groups;

/// <summary>Devices that belong together across units, for example the cameras of one courtroom.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="Name">1 to 80 characters, unique on the site.</param>
/// <param name="UnitId">The unit that keeps the group; null for the whole site.</param>
/// <param name="DeviceIds">Members, at most 2,000.</param>
/// <param name="Version">Grows with each change.</param>
[GenerateSerializer, Immutable, Alias("command.DeviceGroup")]
public sealed record DeviceGroup(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? UnitId,
    [property: Id(3)] ImmutableArray<string> DeviceIds,
    [property: Id(4)] long Version
);
