using System.Collections.Immutable;

namespace Command.Contracts.Authority;

/// <summary>Where somebody holds one right now: everywhere, in whole units, on single devices, or nowhere.</summary>
/// <param name="All">The whole site.</param>
/// <param name="UnitIds">Units, with every unit below them already listed.</param>
/// <param name="DeviceIds">Devices from groups and own devices.</param>
[GenerateSerializer, Immutable, Alias("command.ScopeSet")]
public sealed record ScopeSet(
    [property: Id(0)] bool All,
    [property: Id(1)] ImmutableHashSet<string> UnitIds,
    [property: Id(2)] ImmutableHashSet<string> DeviceIds
)
{
    /// <summary>Nowhere.</summary>
    public static ScopeSet None { get; } = new(false, [], []);

    /// <summary>The whole site.</summary>
    public static ScopeSet Everything { get; } = new(true, [], []);

    /// <summary>True when the right is held nowhere.</summary>
    public bool IsEmpty => !All && UnitIds.Count == 0 && DeviceIds.Count == 0;

    /// <summary>Does it hold something of this unit, or this device?</summary>
    /// <param name="unitId">Unit of the object; null or empty for what belongs to the whole site.</param>
    /// <param name="deviceId">The device, where the object is one or is about one.</param>
    public bool Covers(string? unitId, string? deviceId) =>
        All
        || (!string.IsNullOrEmpty(unitId) && UnitIds.Contains(unitId))
        || (!string.IsNullOrEmpty(deviceId) && DeviceIds.Contains(deviceId));
}
