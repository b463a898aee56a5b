using Command.Contracts.Common;

namespace Command.Silo.Storage;

/// <summary>One event before it has a number and a time; the store gives it both when it commits.</summary>
/// <param name="Type">Stable name of what happened, such as <c>camera.updated</c>.</param>
/// <param name="Context">Who, for which unit and purpose, from where.</param>
internal sealed record EventDraft(string Type, CommandContext Context)
{
    /// <summary>Why it happened, where a reason is known.</summary>
    public string? Cause { get; init; }

    /// <summary>One of <see cref="EventOutcome"/>.</summary>
    public string Outcome { get; init; } = EventOutcome.Done;

    /// <summary>JSON of what was, where something changed; never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>JSON of what is now; never a secret.</summary>
    public string? After { get; init; }
}
