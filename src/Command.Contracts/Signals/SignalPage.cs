using System.Collections.Immutable;

namespace Command.Contracts.Signals;

/// <summary>One page of signals.</summary>
/// <param name="Next">Null on the last.</param>
/// <param name="Open">Open ones that nobody has acknowledged, by colour.</param>
[GenerateSerializer, Immutable, Alias("command.SignalPage")]
public sealed record SignalPage(
    [property: Id(0)] ImmutableArray<Signal> Signals,
    [property: Id(1)] string? Next,
    [property: Id(2)] int Total,
    [property: Id(3)] ImmutableArray<SignalCount> Open
);
