namespace Command.Contracts.Recorders;

/// <summary>Life of an order to a recorder.</summary>
[GenerateSerializer, Alias("command.RecorderCommandState")]
public enum RecorderCommandState
{
    /// <summary>Stored; not handed to a connected device yet.</summary>
    Pending = 0,

    /// <summary>Handed to the broker for a connected device.</summary>
    Sent = 1,

    /// <summary>The device says it is done.</summary>
    Done = 2,

    /// <summary>The device refused or failed.</summary>
    Failed = 3,

    /// <summary>Its time ran out without an answer.</summary>
    Expired = 4,
}
