using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.MediaNode;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Microsoft.Extensions.Options;

namespace Command.Silo.Cameras;

/// <summary>What the state of a camera means to the signal desk: blue while it stays offline or degraded, over when it works again.</summary>
internal sealed class CameraSignals(SignalCourier courier, IOptions<CameraOptions> options, TimeProvider time)
{
    public const string Offline = "device-offline";
    public const string Degraded = "device-degraded";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>The camera with what its state means for its signals; the same object when that is nothing new.</summary>
    public CameraState Follow(string cameraId, CameraState state)
    {
        var now = time.GetUtcNow();
        var before = state.Signals ?? SignalOutbox.Empty;
        var why = state.Link.Cause.Code is "none" ? "online" : state.Link.Cause.Code;
        var after = state.Link switch
        {
            { State: DeviceState.Offline } => Begin(before.End(Degraded, cameraId, why, now), Offline, cameraId, state, now),

            // That a browser cannot play its codec is how the camera is, not something that has happened.
            { State: DeviceState.Degraded, Cause.Code: not DeviceReports.NotPlayableCode } => Begin(
                before.End(Offline, cameraId, why, now),
                Degraded,
                cameraId,
                state,
                now
            ),

            // Being tried, or about to be: nothing is known that was not known before.
            { State: DeviceState.Connecting } => before,
            { State: DeviceState.Unknown } when state.AlwaysOn && state.Link.Cause == CameraCauses.ServerStarted => before,

            _ => EndAll(before, cameraId, why, now),
        };
        return ReferenceEquals(before, after) ? state : state with { Signals = after };
    }

    public DeadlineChange DeadlineOf(SignalOutbox outbox) => courier.DeadlineOf(outbox);

    /// <summary>See <see cref="SignalCourier.DeliverAsync"/>.</summary>
    public Task<SignalOutbox> DeliverAsync(SignalOutbox outbox, CancellationToken cancellationToken) =>
        courier.DeliverAsync(outbox, cancellationToken);

    /// <summary>The camera is gone; a signal that cannot be ended now stays until a person dismisses it.</summary>
    public Task ForgetAsync(string cameraId, CameraState last, CancellationToken cancellationToken) =>
        last.Signals is { } outbox
            ? DeliverAsync(EndAll(outbox, cameraId, "camera-deleted", time.GetUtcNow()), cancellationToken)
            : Task.CompletedTask;

    private SignalOutbox Begin(SignalOutbox outbox, string source, string cameraId, CameraState state, DateTimeOffset now)
    {
        if (outbox.Has(source))
        {
            return outbox;
        }
        var cause = state.Link.Cause;
        var draft = new SignalDraft(
            Ulid.New(time),
            source,
            new SignalSubject(CameraRecord.Kind, cameraId, state.Name),
            state.UnitId,
            SignalColour.Blue,
            state.Link.Since,
            state.Place,
            cause.Detail,
            [new SignalEvidence("cause", cause.Code, state.Link.Since)],
            Window,
            false,
            state.Simulated
        );
        return outbox.Raise(draft, now + options.Value.OfflineSignalAfter);
    }

    private static SignalOutbox EndAll(SignalOutbox outbox, string cameraId, string why, DateTimeOffset now) =>
        outbox.End(Offline, cameraId, why, now).End(Degraded, cameraId, why, now);
}
