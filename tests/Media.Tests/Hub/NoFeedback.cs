using Command.Media.Hub;

namespace Command.Media.Tests.Hub;

/// <summary>A source that counts the wishes for key frames.</summary>
internal sealed class NoFeedback : ITrackFeedback
{
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public void RequestKeyFrame() => Interlocked.Increment(ref _requests);
}
