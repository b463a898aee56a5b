namespace Command.Media.WebRtc;

/// <summary>How well a publisher is heard.</summary>
public enum PublisherState
{
    /// <summary>Answered; no media came yet.</summary>
    Connecting,

    /// <summary>Media arrives as it should.</summary>
    Live,

    /// <summary>Media arrives, but for five seconds more than a tenth was lost, or pictures came with less than 150 kbit/s.</summary>
    Weak,

    /// <summary>No media for five seconds.</summary>
    Silent,
}
