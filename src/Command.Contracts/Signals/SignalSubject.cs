namespace Command.Contracts.Signals;

/// <summary>What a signal is about.</summary>
/// <param name="Kind">recorder, camera …; of a group unit, or site with an empty id and name.</param>
/// <param name="Name">As it was called then.</param>
[GenerateSerializer, Immutable, Alias("command.SignalSubject")]
public sealed record SignalSubject([property: Id(0)] string Kind, [property: Id(1)] string Id, [property: Id(2)] string Name);
