namespace Command.Devices.Rtsp;

/// <summary>What <see cref="RtspStreamReader"/> found at the start of the bytes.</summary>
internal enum RtspReadVerdict
{
    /// <summary>More bytes are needed.</summary>
    NeedMore,

    /// <summary>An interleaved frame was taken.</summary>
    Frame,

    /// <summary>A message was taken.</summary>
    Message,

    /// <summary>The other side speaks something else.</summary>
    NotRtsp,

    /// <summary>A message breaks the limits or the grammar.</summary>
    BadMessage,

    /// <summary>Frames and messages were lost in the bytes, and no new start was found within the limit.</summary>
    OutOfSync,
}
