namespace Command.Media.Analysis;

/// <summary>A still, or why there is none. The bytes belong to the receiver.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Jpeg">The whole file; empty unless <see cref="StillOutcome.Done"/>.</param>
/// <param name="Width">Width of the JPEG in pixels; 0 without one.</param>
/// <param name="Height">Height of the JPEG in pixels; 0 without one.</param>
/// <param name="Detail">For a person who repairs: what went wrong; null when nothing did.</param>
public sealed record StillResult(StillOutcome Outcome, ReadOnlyMemory<byte> Jpeg, int Width, int Height, string? Detail)
{
    internal static StillResult Refused(StillOutcome outcome, string? detail) => new(outcome, ReadOnlyMemory<byte>.Empty, 0, 0, detail);
}
