namespace Command.Devices.Mqtt;

/// <summary>Why something that a device wanted did not happen. Counted by reason, logged at a bounded rate.</summary>
internal enum MqttRefusal
{
    /// <summary>User name and password belong to no enabled device.</summary>
    WrongCredentials,

    /// <summary>Too many refused sign-ins from that address.</summary>
    TooManyFailures,

    /// <summary>The client id is not the user name.</summary>
    ClientIdMismatch,

    /// <summary>No more connections.</summary>
    TooManyConnections,

    /// <summary>Not this device's topic, or none of the scheme.</summary>
    TopicNotGranted,

    /// <summary>Not this device's filter.</summary>
    FilterNotGranted,

    /// <summary>A packet or a payload above its limit.</summary>
    TooLarge,

    /// <summary>Not JSON.</summary>
    NotJson,

    /// <summary>JSON that lacks what it must have, or with values out of range.</summary>
    BadPayload,

    /// <summary>The payload names another device than the topic; the topic counts.</summary>
    ForgedIdentity,

    /// <summary>The inbox knows no such enabled device.</summary>
    UnknownDevice,

    /// <summary>The inbox could make no sense of it.</summary>
    RefusedByInbox,

    /// <summary>More than the device may send; it was disconnected.</summary>
    Flood,

    /// <summary>Too many messages of one device wait.</summary>
    Congested,

    /// <summary>A retained status that is too old to say anything.</summary>
    Expired,

    /// <summary>Against the protocol.</summary>
    ProtocolViolation,
}
