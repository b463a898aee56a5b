namespace Command.Contracts.Recorders;

/// <summary>An order as a person gives it.</summary>
/// <param name="Name">See <see cref="RecorderCommand.Name"/>.</param>
/// <param name="Arguments">JSON object, at most 2 KiB; null for none.</param>
/// <param name="ValidSeconds">5 to 86,400; null takes 60.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderCommandDraft")]
public sealed record RecorderCommandDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Arguments,
    [property: Id(2)] int? ValidSeconds
);
