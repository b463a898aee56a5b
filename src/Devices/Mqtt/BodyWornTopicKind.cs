namespace Command.Devices.Mqtt;

/// <summary>What a topic of a recorder carries.</summary>
internal enum BodyWornTopicKind
{
    /// <summary><c>up/status</c></summary>
    Status,

    /// <summary><c>up/info</c></summary>
    Info,

    /// <summary><c>up/telemetry/gnss</c></summary>
    Positions,

    /// <summary><c>up/telemetry/health</c></summary>
    Health,

    /// <summary><c>up/event/{type}</c></summary>
    Event,

    /// <summary><c>up/ack</c></summary>
    Answer,

    /// <summary>Of the scheme, but nobody reads it yet: <c>up/cfg</c>, <c>up/file/index</c>.</summary>
    Unread,
}
