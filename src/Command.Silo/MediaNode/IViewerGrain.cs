namespace Command.Silo.MediaNode;

/// <summary>What the media node tells the grain of a viewing (grain type <see cref="GrainTypeName"/>, key: the session's grain key).</summary>
[Alias("command.IViewerGrain")]
internal interface IViewerGrain : IGrainWithStringKey
{
    const string GrainTypeName = "whep-session";

    /// <summary>The session is over on the media side; the first cause is the reason.</summary>
    [Alias("Ended")]
    Task EndedAsync(string reason, CancellationToken cancellationToken);
}
