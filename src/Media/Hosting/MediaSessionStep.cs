namespace Command.Media.Hosting;

/// <summary>A session reached a step of its start.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="StreamName">What it watches.</param>
/// <param name="Step">Each at most once.</param>
/// <param name="Elapsed">Since the offer.</param>
public sealed record MediaSessionStep(string SessionId, string StreamName, MediaSessionStepKind Step, TimeSpan Elapsed);
