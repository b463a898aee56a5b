namespace Command.Contracts.Signals;

/// <summary>Something that shows what happened.</summary>
/// <param name="Kind">stream, event, position or fact; cause of a device state; member of a group.</param>
/// <param name="Text">Stream name, event type, code of the cause, name of the member, or words with numbers.</param>
[GenerateSerializer, Immutable, Alias("command.SignalEvidence")]
public sealed record SignalEvidence([property: Id(0)] string Kind, [property: Id(1)] string Text, [property: Id(2)] DateTimeOffset At);
