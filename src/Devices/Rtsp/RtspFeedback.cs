using Command.Media.Hub;

namespace Command.Devices.Rtsp;

/// <summary>Plain RTSP has no order for a key frame; late viewers are served from the hub's cache.</summary>
internal sealed class RtspFeedback : ITrackFeedback
{
    /// <summary>The one instance; it has no state.</summary>
    public static RtspFeedback Instance { get; } = new();

    /// <inheritdoc/>
    public void RequestKeyFrame() { }
}
