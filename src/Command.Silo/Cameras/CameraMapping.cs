using System.Collections.Immutable;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Streams;
using Command.Devices.Drivers;

namespace Command.Silo.Cameras;

/// <summary>A camera in the words of others: of callers, and of the media node.</summary>
internal static class CameraMapping
{
    public const string Main = "main";
    public const string Sub = "sub";

    public static CameraStatus ToStatus(string id, CameraState state, ImmutableArray<StreamStatus> streams) =>
        new(
            id,
            state.Name,
            state.Code,
            state.Main.Shown,
            state.Sub?.Shown,
            state.Credential is not null,
            state.Credential?.UserName,
            state.Transport,
            state.Enabled,
            state.AlwaysOn,
            state.UnitId,
            state.Place,
            state.Link.State,
            state.Link.Cause,
            state.Link.Since,
            state.Simulated,
            streams,
            state.Revision
        );

    public static DeviceSummary ToSummary(string id, CameraState state) =>
        new(
            id,
            DeviceKind.Camera,
            state.Name,
            state.Code,
            state.UnitId,
            state.Link.State,
            state.Link.Cause,
            state.Link.Since,
            state.Simulated,
            state.Sub is not null,
            state.Enabled,
            state.AlwaysOn,
            state.NotPlayable
        );

    public static RtspTransportPreference ToDriver(this TransportPreference transport) =>
        transport switch
        {
            TransportPreference.Tcp => RtspTransportPreference.Tcp,
            TransportPreference.Udp => RtspTransportPreference.Udp,
            _ => RtspTransportPreference.Automatic,
        };

    /// <summary>True when a running pull would have to begin anew.</summary>
    public static bool NeedsReconnect(CameraState before, CameraState after) =>
        before.Main != after.Main
        || before.Sub != after.Sub
        || before.Credential != after.Credential
        || before.Transport != after.Transport;

    /// <summary>Why a browser cannot play the picture, or null.</summary>
    public static string? NotPlayableOf(ImmutableArray<TrackInfo> tracks) =>
        tracks.FirstOrDefault(track => track.Kind == "video")?.NotPlayable;
}
