namespace Command.Contracts.Authority;

/// <summary>A commander has taken all operating rights on the whole site for an emergency.</summary>
/// <param name="Reason">Why, in the commander's words.</param>
/// <param name="Since">From when.</param>
/// <param name="Until">Ends by itself, 30 minutes later at most.</param>
[GenerateSerializer, Immutable, Alias("command.BreakGlass")]
public sealed record BreakGlass(
    [property: Id(0)] string Reason,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] DateTimeOffset Until
);
