namespace Command.Tools.Simulator.Recorders;

/// <summary>What became of a message.</summary>
internal enum Delivery
{
    /// <summary>Written to the socket (QoS 0), or acknowledged.</summary>
    Taken,

    /// <summary>The broker will never take it as it is.</summary>
    Refused,

    /// <summary>Not delivered: it may be tried again.</summary>
    Failed,
}
