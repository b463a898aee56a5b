namespace Command.Media.Hosting;

/// <summary>The steps of a session's start, in order, for the trace of a join.</summary>
public enum MediaSessionStepKind
{
    /// <summary>The first authenticated ICE check arrived.</summary>
    Ice,

    /// <summary>The DTLS handshake is done.</summary>
    Dtls,

    /// <summary>The first media packet left.</summary>
    FirstPacket,

    /// <summary>A whole key frame left.</summary>
    FirstKeyFrame,
}
