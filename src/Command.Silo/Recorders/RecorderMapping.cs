using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Recorders;
using Command.Contracts.Streams;
using Command.Silo.MediaNode;

namespace Command.Silo.Recorders;

/// <summary>A recorder in the words of callers and lists.</summary>
internal static class RecorderMapping
{
    public const string Live = "live";

    private const int BatteryStep = 5;

    public static StreamPath Stream(string id) => StreamPath.OfRecorder(id);

    public static RecorderStatus ToStatus(string id, RecorderState state, TimeSpan? clockOffset, StreamStatus stream) =>
        new(
            id,
            state.Name,
            state.Code,
            state.Serial,
            state.Enabled,
            state.UnitId,
            state.Place,
            state.Link.State,
            state.Link.Cause,
            state.Link.Since,
            state.Simulated,
            state.Officer,
            state.Info,
            state.Health,
            state.Position,
            state.Session?.Session,
            state.HasOpenSos,
            stream,
            state.LastHeardAt,
            clockOffset,
            state.Contact.Connected,
            state.Revision
        );

    public static DeviceSummary ToSummary(string id, RecorderState state) =>
        new(
            id,
            DeviceKind.Recorder,
            state.Name,
            state.Code,
            state.UnitId,
            state.Link.State,
            state.Link.Cause,
            state.Link.Since,
            state.Simulated,
            false,
            state.Enabled,
            false,
            null,
            new RecorderFacts(
                state.Health?.BatteryPercent / BatteryStep * BatteryStep,
                state.Session is { IsStreaming: true },
                state.Session is { Session.State: RecorderSessionState.Weak },
                state.HasOpenSos,
                state.Officer?.Name
            )
        );

    /// <summary>The live stream now; the numbers are the publisher's.</summary>
    public static StreamStatus ToStream(RecorderState state, PublisherReport? publisher, StreamFacts facts)
    {
        var (device, cause) = StreamState(state);
        var numbers = state.Session is { IsStreaming: true } ? publisher : null;
        return new StreamStatus(
            Live,
            device,
            cause,
            state.Session?.Session.Since ?? state.Link.Since,
            facts.LastFrameAt,
            facts.Viewers,
            numbers?.BitsPerSecond ?? 0,
            facts.FramesPerSecond,
            null,
            numbers?.Tracks ?? []
        );
    }

    public static (DeviceState State, StateCause Cause) StreamState(RecorderState state) =>
        state.Session?.Session.State switch
        {
            RecorderSessionState.Live => (DeviceState.Online, StateCause.None),
            RecorderSessionState.Weak => (DeviceState.Degraded, RecorderCauses.WeakNetwork),
            RecorderSessionState.Requested => (DeviceState.Connecting, RecorderCauses.Requested),
            _ when state.Link.State is DeviceState.Offline or DeviceState.Disabled => (state.Link.State, state.Link.Cause),
            _ => (DeviceState.Unknown, RecorderCauses.NotLive),
        };
}
