namespace Command.Media.WebRtc;

/// <summary>Hears what becomes of publishing sessions. Called on network and send-loop threads; must not block.</summary>
internal interface IWhipSessionObserver
{
    /// <summary>The session's state changed, or a second passed. Send loop.</summary>
    void OnFacts(WhipSession session, PublisherFacts facts);

    /// <summary>The session is about to end and its stream is closed: the name is free. Once, on the thread that ends it.</summary>
    void OnReleased(WhipSession session);

    /// <summary>The session is over; its tracks and transport are let go. Once.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">The first cause.</param>
    void OnEnded(WhipSession session, string reason);
}
