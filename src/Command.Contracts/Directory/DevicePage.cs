using System.Collections.Immutable;

namespace Command.Contracts.Directory;

/// <summary>One page of devices.</summary>
/// <param name="Next">Give it back as <see cref="DeviceQuery.After"/> for the next page; null on the last.</param>
/// <param name="Total">How many devices match.</param>
[GenerateSerializer, Immutable, Alias("command.DevicePage")]
public sealed record DevicePage(
    [property: Id(0)] ImmutableArray<DeviceSummary> Devices,
    [property: Id(1)] string? Next,
    [property: Id(2)] int Total
);
