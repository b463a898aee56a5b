namespace Command.Contracts.Recorders;

/// <summary>Who wears the recorder now.</summary>
/// <param name="Number">Officer number, 1 to 32 characters.</param>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="AccountId">The account of the officer, when there is one.</param>
[GenerateSerializer, Immutable, Alias("command.OfficerOnShift")]
public sealed record OfficerOnShift(
    [property: Id(0)] string Number,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] string? AccountId
);
