namespace Command.Silo.MediaNode;

/// <summary>Where a publishing session is.</summary>
[GenerateSerializer, Alias("command.PublisherState")]
internal enum PublisherState
{
    /// <summary>Its offer was answered; no media yet.</summary>
    Connecting = 0,

    /// <summary>Media flows.</summary>
    Live = 1,

    /// <summary>Media flows, badly: much is lost, or little comes.</summary>
    Weak = 2,

    /// <summary>Connected, and no media for seconds.</summary>
    Silent = 3,

    /// <summary>Over; the last report of its session.</summary>
    Ended = 4,
}
