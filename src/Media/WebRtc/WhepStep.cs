namespace Command.Media.WebRtc;

/// <summary>The steps of a viewing session's start, for traces.</summary>
internal enum WhepStep
{
    /// <summary>The first authenticated ICE check arrived.</summary>
    Ice,

    /// <summary>Keys are there.</summary>
    Dtls,

    /// <summary>The first media packet was sent.</summary>
    FirstPacket,

    /// <summary>A whole key frame was sent.</summary>
    FirstKeyFrame,
}
