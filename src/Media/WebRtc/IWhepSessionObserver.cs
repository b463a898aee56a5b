namespace Command.Media.WebRtc;

/// <summary>Hears what becomes of viewing sessions. Called on network and send-loop threads; must not block.</summary>
internal interface IWhepSessionObserver
{
    /// <summary>A step of the start was reached.</summary>
    /// <param name="session">The session.</param>
    /// <param name="step">Each at most once.</param>
    /// <param name="elapsed">Since the session was made.</param>
    void OnStep(WhepSession session, WhepStep step, TimeSpan elapsed);

    /// <summary>The session is over; its tracks and transport are let go. Once.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">The first cause.</param>
    void OnEnded(WhepSession session, string reason);
}
