namespace Command.Media.Hub;

/// <summary>Where a new reader of a video track starts. Readers of sound always start with the next packet.</summary>
public enum SubscriptionStart
{
    /// <summary>At the newest key frame that is kept; if there is none, with the next.</summary>
    CachedKeyFrame,

    /// <summary>With the next key frame.</summary>
    NextKeyFrame,

    /// <summary>With the next packet, whatever it is.</summary>
    Live,
}
