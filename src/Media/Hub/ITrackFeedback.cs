namespace Command.Media.Hub;

/// <summary>The only way a reader can influence its source. Implemented by sources; any thread may call.</summary>
public interface ITrackFeedback
{
    /// <summary>Asks for a key frame soon. Must not block; a source that cannot give one does nothing.</summary>
    void RequestKeyFrame();
}
