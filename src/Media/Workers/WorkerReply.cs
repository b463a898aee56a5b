namespace Command.Media.Workers;

/// <summary>The answer to one job. The payload belongs to the receiver.</summary>
/// <param name="Outcome">How the job ended.</param>
/// <param name="Payload">The worker's answer; empty unless <see cref="WorkerOutcome.Done"/>.</param>
/// <param name="Detail">For a person: what went wrong; null when nothing did.</param>
public sealed record WorkerReply(WorkerOutcome Outcome, ReadOnlyMemory<byte> Payload, string? Detail)
{
    internal static WorkerReply Refused(WorkerOutcome outcome, string detail) => new(outcome, ReadOnlyMemory<byte>.Empty, detail);
}
