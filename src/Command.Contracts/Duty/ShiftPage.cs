using System.Collections.Immutable;

namespace Command.Contracts.Duty;

/// <summary>Shifts by begin, at most 1,000.</summary>
[GenerateSerializer, Immutable, Alias("command.ShiftPage")]
public sealed record ShiftPage([property: Id(0)] ImmutableArray<Shift> Shifts);
