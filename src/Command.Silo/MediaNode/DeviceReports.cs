using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Devices.Drivers;
using Command.Media.Codecs;

namespace Command.Silo.MediaNode;

/// <summary>Turns what drivers say into what grains and people hear.</summary>
internal static class DeviceReports
{
    public const string NotPlayableCode = "not-playable";

    /// <summary>On demand, and nobody watches.</summary>
    public static readonly StateCause Idle = new("idle", null);

    /// <summary>Null for an event that is no news: this node ended the session itself.</summary>
    public static DeviceReport? Of(string part, DeviceEvent deviceEvent) =>
        deviceEvent switch
        {
            DeviceConnecting => new DeviceReport(part, DeviceState.Connecting, StateCause.None, deviceEvent.At, null, [], false),
            DeviceOnline online => Online(part, online),
            DeviceDegraded degraded => new DeviceReport(
                part,
                DeviceState.Degraded,
                new StateCause(Kebab(degraded.Cause), degraded.Detail),
                degraded.At,
                null,
                [],
                false
            ),
            DeviceOffline { Cause: DeviceCause.ServerStopping } => null,
            DeviceOffline offline => new DeviceReport(
                part,
                DeviceState.Offline,
                new StateCause(Kebab(offline.Cause), offline.Detail),
                offline.At,
                offline.At + offline.RetryIn,
                [],
                false
            ),
            _ => null,
        };

    public static ImmutableArray<TrackInfo> Tracks(ImmutableArray<TrackFormat> formats, ImmutableArray<PlayabilityVerdict> playability) =>
        [.. formats.Select((format, i) => Track(format, i < playability.Length ? playability[i] : Playability.OfTrack(format)))];

    /// <summary>The stable key of a cause, such as <c>host-unreachable</c>.</summary>
    public static string Kebab(DeviceCause cause) =>
        cause switch
        {
            DeviceCause.None => "none",
            DeviceCause.HostUnreachable => "host-unreachable",
            DeviceCause.ConnectionRefused => "connection-refused",
            DeviceCause.Timeout => "timeout",
            DeviceCause.Unauthorized => "unauthorized",
            DeviceCause.NotRtsp => "not-rtsp",
            DeviceCause.BadSdp => "bad-sdp",
            DeviceCause.NotFound => "not-found",
            DeviceCause.NoVideo => "no-video",
            DeviceCause.NoKeyFrame => "no-key-frame",
            DeviceCause.Stalled => "stalled",
            DeviceCause.ClosedByPeer => "closed-by-peer",
            DeviceCause.TransportRefused => "transport-refused",
            DeviceCause.ServerStopping => "server-stopping",
            _ => "protocol-error",
        };

    /// <summary>Null when a browser can play it.</summary>
    public static string? Kebab(PlayabilityVerdict verdict) => verdict == PlayabilityVerdict.Playable ? null : verdict.Key();

    private static DeviceReport Online(string part, DeviceOnline online)
    {
        var tracks = Tracks(online.Formats, online.Playability);
        var obstacle = tracks.FirstOrDefault(track => track.Kind == "video")?.NotPlayable;
        return new DeviceReport(
            part,
            obstacle is null ? DeviceState.Online : DeviceState.Degraded,
            obstacle is null ? StateCause.None : new StateCause(NotPlayableCode, obstacle),
            online.At,
            null,
            tracks,
            online.Simulated
        );
    }

    private static TrackInfo Track(TrackFormat format, PlayabilityVerdict verdict) =>
        new(
            format.Kind == MediaKind.Video ? "video" : "audio",
            format.Codec switch
            {
                CodecKind.Unknown or CodecKind.Other => format.Name.ToLowerInvariant(),
                var codec => codec.ToString().ToLowerInvariant(),
            },
            format.Width,
            format.Height,
            format.FramesPerSecond,
            format.ClockRate,
            format.Channels,
            Kebab(verdict)
        );
}
