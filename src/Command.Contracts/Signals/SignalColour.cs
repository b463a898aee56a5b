namespace Command.Contracts.Signals;

/// <summary>How much it matters (E3). A page shows it by shape and word as well.</summary>
[GenerateSerializer, Alias("command.SignalColour")]
public enum SignalColour
{
    /// <summary>Attention, fault, something missing: acknowledged within 10 min.</summary>
    Blue = 0,

    /// <summary>Important, local: within 3 min.</summary>
    Yellow = 1,

    /// <summary>Serious, likely to grow: within 1 min.</summary>
    Orange = 2,

    /// <summary>Life and safety: within 30 s.</summary>
    Red = 3,
}
