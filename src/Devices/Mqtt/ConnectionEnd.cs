namespace Command.Devices.Mqtt;

/// <summary>How a connection to the embedded broker ended.</summary>
internal enum ConnectionEnd
{
    /// <summary>Without a word: network, power, keep-alive, or thrown out.</summary>
    Lost,

    /// <summary>The device said that it goes (DISCONNECT, reason 0).</summary>
    Clean,

    /// <summary>A newer connection of the same device took its place.</summary>
    TakenOver,

    /// <summary>This broker stops.</summary>
    ServerStopped,
}
