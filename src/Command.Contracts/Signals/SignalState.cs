namespace Command.Contracts.Signals;

/// <summary>State of a signal (E3); promotion to an incident comes later.</summary>
[GenerateSerializer, Alias("command.SignalState")]
public enum SignalState
{
    /// <summary>Raised; no console has shown it yet.</summary>
    New = 0,

    /// <summary>A console has shown it.</summary>
    Offered = 1,

    /// <summary>A person answers for it.</summary>
    Acknowledged = 2,

    /// <summary>A person set it aside, with a reason.</summary>
    Dismissed = 3,

    /// <summary>Over: acknowledged, and its cause has ended; or its cause ended before anybody had to act (blue and yellow).</summary>
    Closed = 4,
}
