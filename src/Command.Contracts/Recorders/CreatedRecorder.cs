namespace Command.Contracts.Recorders;

/// <summary>A new recorder and its key, which is told this once.</summary>
[GenerateSerializer, Immutable, Alias("command.CreatedRecorder")]
public sealed record CreatedRecorder([property: Id(0)] RecorderStatus Recorder, [property: Id(1)] RecorderKey Key);
