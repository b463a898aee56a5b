using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>What the media node tells the grain of a viewing or of a publishing (key: the session's grain key).</summary>
[Alias("command.ISessionGrain")]
internal interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Grain type of viewers.</summary>
    const string Viewer = "whep-session";

    /// <summary>Grain type of publishers.</summary>
    const string Publisher = "whip-session";

    /// <summary>The session is over on the media side; the first cause is the reason.</summary>
    [Alias("Ended")]
    Task EndedAsync(string reason, CancellationToken cancellationToken);

    static GrainId IdOf(SessionKey session) => GrainId.Create(session.IsPublisher ? Publisher : Viewer, session.GrainKey);
}
