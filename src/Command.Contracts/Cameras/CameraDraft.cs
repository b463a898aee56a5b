using Command.Contracts.Common;

namespace Command.Contracts.Cameras;

/// <summary>The desired state of a camera, as a person states it.</summary>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Code">Human number, at most 32 characters; null for none.</param>
/// <param name="Address">Main stream, rtsp:// URL. User and password in it are taken out and kept as the credential.</param>
/// <param name="SubAddress">Sub stream for small tiles; null when the camera has none.</param>
/// <param name="Credential">Null keeps what is stored; an empty user name removes it.</param>
/// <param name="Transport">How RTP comes.</param>
/// <param name="Enabled">False switches the camera off.</param>
/// <param name="AlwaysOn">True pulls the main stream always; false pulls while somebody watches and 30 s after.</param>
/// <param name="UnitId">The unit it belongs to.</param>
/// <param name="Place">Where it is.</param>
[GenerateSerializer, Immutable, Alias("command.CameraDraft")]
public sealed record CameraDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Code,
    [property: Id(2)] string Address,
    [property: Id(3)] string? SubAddress,
    [property: Id(4)] CredentialDraft? Credential,
    [property: Id(5)] TransportPreference Transport,
    [property: Id(6)] bool Enabled,
    [property: Id(7)] bool AlwaysOn,
    [property: Id(8)] string UnitId,
    [property: Id(9)] Place? Place
);
