using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Contracts.Cameras;

/// <summary>A camera as the rest of the system sees it: desired state, without secrets, beside reported state.</summary>
/// <param name="Address">Main stream URL without user and password.</param>
/// <param name="HasCredential">True when a user name and password are stored.</param>
/// <param name="State">Reported state of the camera: of its main stream, or of the sub stream when only that is pulled.</param>
/// <param name="Since">When <paramref name="State"/> began.</param>
/// <param name="Simulated">The source announced itself as simulated.</param>
/// <param name="Version">Grows with each accepted command.</param>
[GenerateSerializer, Immutable, Alias("command.CameraStatus")]
public sealed record CameraStatus(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Code,
    [property: Id(3)] string Address,
    [property: Id(4)] string? SubAddress,
    [property: Id(5)] bool HasCredential,
    [property: Id(6)] string? CredentialUserName,
    [property: Id(7)] TransportPreference Transport,
    [property: Id(8)] bool Enabled,
    [property: Id(9)] bool AlwaysOn,
    [property: Id(10)] string UnitId,
    [property: Id(11)] Place? Place,
    [property: Id(12)] DeviceState State,
    [property: Id(13)] StateCause Cause,
    [property: Id(14)] DateTimeOffset Since,
    [property: Id(15)] bool Simulated,
    [property: Id(16)] ImmutableArray<StreamStatus> Streams,
    [property: Id(17)] long Version
);
