namespace Command.Contracts.Duty;

/// <summary>A shift to be planned; shape as <see cref="Shift"/>.</summary>
[GenerateSerializer, Immutable, Alias("command.ShiftDraft")]
public sealed record ShiftDraft(
    [property: Id(0)] string AccountId,
    [property: Id(1)] string Role,
    [property: Id(2)] string? UnitId,
    [property: Id(3)] DateTimeOffset From,
    [property: Id(4)] DateTimeOffset Until,
    [property: Id(5)] string? Note
);
