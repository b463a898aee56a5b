using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Silo.Common;
using Command.Silo.MediaNode;

namespace Command.Silo.Cameras;

/// <summary>The present of one stream of a camera; lives in the grain only.</summary>
internal sealed record StreamLink(LinkState Link, ImmutableArray<TrackInfo> Tracks, DateTimeOffset? RetryAt)
{
    public static StreamLink Fresh(LinkState link) => new(link, [], null);

    public StreamLink After(DeviceReport report)
    {
        var link = CameraTransitions.Apply(Link, report);
        return new StreamLink(
            link,
            report.Tracks.IsDefaultOrEmpty ? Tracks : report.Tracks,
            link.State == DeviceState.Offline ? report.RetryAt : null
        );
    }

    public StreamStatus ToStatus(string profile, StreamFacts facts) =>
        new(
            profile,
            Link.State,
            Link.Cause,
            Link.Since,
            facts.LastFrameAt,
            facts.Viewers,
            facts.BitsPerSecond,
            facts.FramesPerSecond,
            RetryAt,
            Tracks
        );
}
