using Command.Media.Codecs;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.Hub;

/// <summary>The write side of a track and the only way in. One writer thread at a time.</summary>
public sealed class TrackPublisher
{
    internal TrackPublisher(Track track)
    {
        Track = track;
    }

    /// <summary>The track.</summary>
    public Track Track { get; }

    /// <summary>Publishes the next packet, in order. Borrows it; what is kept is retained. After the end of the stream nothing happens.</summary>
    public void Publish(in RtpPacket packet) => Track.Publish(packet);

    /// <summary>Replaces the track's format: the source changed its parameter sets.</summary>
    public void UpdateFormat(TrackFormat format) => Track.SetFormat(format);

    /// <summary>Tells readers the source's clock.</summary>
    public void UseWallClock(WallClockMapper wallClock) => Track.SetWallClock(wallClock);
}
