namespace Command.Devices.Mqtt;

/// <summary>What became of a message at our door. The values are the reason codes of PUBACK (MQTT 5 §3.4.2.1), but for the two that send none.</summary>
internal enum IngressVerdict
{
    /// <summary>The inbox has it.</summary>
    Taken = 0x00,

    /// <summary>Of the scheme, but nobody reads it: "no matching subscribers".</summary>
    Unread = 0x10,

    /// <summary>Not this device's topic, or no such device.</summary>
    NotAuthorized = 0x87,

    /// <summary>Not a topic of the scheme.</summary>
    TopicInvalid = 0x90,

    /// <summary>Not what this topic carries.</summary>
    PayloadInvalid = 0x99,

    /// <summary>Unacknowledged telemetry that found its lane full; nothing is sent.</summary>
    Dropped = 0x100,

    /// <summary>Not safe, and it will not be here: no acknowledgement, it comes again.</summary>
    NotSafe = 0x101,
}
