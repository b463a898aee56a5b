using Command.Contracts.Common;

namespace Command.Silo.MediaHttp;

/// <summary>A picture, or why there is none.</summary>
/// <param name="Jpeg">The whole file; empty with a refusal.</param>
/// <param name="TakenAt">When the picture arrived here.</param>
/// <param name="Refusal">Null with a picture.</param>
internal sealed record Still(ReadOnlyMemory<byte> Jpeg, DateTimeOffset TakenAt, Refusal? Refusal);
