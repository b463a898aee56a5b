using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Web.Application.Cameras;

/// <summary>Cameras: desired state in, reported state out.</summary>
internal sealed class CameraService(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Widest still that is served, in pixels.</summary>
    public const int WidestStill = 1920;

    private static readonly Refusal Unknown = Refusal.Of(RefusalCode.NotFound, "camera-not-found", "There is no such camera.");

    public async Task<CommandResult<CameraStatus>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        // An id that is none must not activate a grain.
        Ulid.IsValid(id)
            ? await Camera(id).DescribeAsync(context, cancellationToken)
            : Unknown;

    public Task<CommandResult<CameraStatus>> CreateAsync(CommandContext context, CameraDraft draft, CancellationToken cancellationToken) =>
        Camera(Ulid.New(time)).CreateAsync(context, draft, cancellationToken);

    public async Task<CommandResult<CameraStatus>> UpdateAsync(
        CommandContext context,
        string id,
        CameraDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Ulid.IsValid(id) ? await Camera(id).UpdateAsync(context, draft, expectedVersion, cancellationToken) : Unknown;

    public async Task<CommandResult> DeleteAsync(
        CommandContext context,
        string id,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Ulid.IsValid(id) ? await Camera(id).DeleteAsync(context, expectedVersion, cancellationToken) : CommandResult.Refused(Unknown);

    public async Task<CommandResult<StateHistory>> HistoryAsync(
        CommandContext context,
        string id,
        int take,
        CancellationToken cancellationToken
    ) => Ulid.IsValid(id) ? await Camera(id).HistoryAsync(context, take, cancellationToken) : Unknown;

    public async Task<CommandResult<StillTicket>> StillAsync(
        CommandContext context,
        string id,
        int maxWidth,
        CancellationToken cancellationToken
    ) => Ulid.IsValid(id) ? await Camera(id).StillAsync(context, maxWidth, cancellationToken) : Unknown;

    public Task<CommandResult<ProbeReport>> ProbeAsync(
        CommandContext context,
        string address,
        CredentialDraft? credential,
        TransportPreference transport,
        CancellationToken cancellationToken
    ) => grains.GetGrain<ICameraProbeGrain>("site").ProbeAsync(context, address, credential, transport, cancellationToken);

    private ICameraGrain Camera(string id) => grains.GetGrain<ICameraGrain>(id);
}
