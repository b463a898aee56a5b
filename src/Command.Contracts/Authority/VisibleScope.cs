namespace Command.Contracts.Authority;

/// <summary>What somebody may be told of, so that a node can filter what it passes on without asking for each thing.</summary>
/// <param name="Version">Version of the rules it was computed from.</param>
/// <param name="Until">When it changes by itself at the latest (a shift begins or ends, a grant ends); null when nothing is planned.</param>
/// <param name="Devices">Where <see cref="Rights.DeviceSee"/> is held.</param>
/// <param name="Signals">Where <see cref="Rights.SignalView"/> is held.</param>
/// <param name="Units">Where <see cref="Rights.UnitSee"/> is held.</param>
[GenerateSerializer, Immutable, Alias("command.VisibleScope")]
public sealed record VisibleScope(
    [property: Id(0)] long Version,
    [property: Id(1)] DateTimeOffset? Until,
    [property: Id(2)] ScopeSet Devices,
    [property: Id(3)] ScopeSet Signals,
    [property: Id(4)] ScopeSet Units
);
