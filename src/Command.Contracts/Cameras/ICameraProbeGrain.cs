using Command.Contracts.Common;

namespace Command.Contracts.Cameras;

/// <summary>Tries an address without storing anything; stateless worker, key <c>site</c>.</summary>
[Alias("command.ICameraProbeGrain")]
public interface ICameraProbeGrain : IGrainWithStringKey
{
    /// <summary>Asks the address for its streams; at most 10 s. Invalid for an address that is no rtsp:// URL.</summary>
    [Alias("Probe")]
    Task<CommandResult<ProbeReport>> ProbeAsync(
        CommandContext context,
        string address,
        CredentialDraft? credential,
        TransportPreference transport,
        CancellationToken cancellationToken
    );
}
