namespace Command.Contracts.Groups;

/// <summary>A device group to be made or changed; shape as <see cref="DeviceGroup"/>.</summary>
[GenerateSerializer, Immutable, Alias("command.DeviceGroupDraft")]
public sealed record DeviceGroupDraft([property: Id(0)] string Name, [property: Id(1)] string? UnitId);
