using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Contracts.Recorders;

/// <summary>A recorder as the rest of the system sees it: desired state beside reported state.</summary>
/// <param name="State">Online while the device is connected (MQTT), or while it streams or its page reports.</param>
/// <param name="Since">When <paramref name="State"/> began.</param>
/// <param name="Simulated">The device announced itself as simulated.</param>
/// <param name="Position">Newest by time of measurement.</param>
/// <param name="Session">The running session.</param>
/// <param name="Sos">An SOS of it is open.</param>
/// <param name="Stream">Its live stream.</param>
/// <param name="LastHeardAt">Anything of it, over any way.</param>
/// <param name="ClockOffset">Device clock minus server clock, with the network's delay still in it; null when unknown.</param>
/// <param name="Connected">Its MQTT connection is up.</param>
/// <param name="Version">Grows with each accepted command.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderStatus")]
public sealed record RecorderStatus(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Code,
    [property: Id(3)] string Serial,
    [property: Id(4)] bool Enabled,
    [property: Id(5)] string UnitId,
    [property: Id(6)] Place? Place,
    [property: Id(7)] DeviceState State,
    [property: Id(8)] StateCause Cause,
    [property: Id(9)] DateTimeOffset Since,
    [property: Id(10)] bool Simulated,
    [property: Id(11)] OfficerOnShift? Officer,
    [property: Id(12)] RecorderInfo? Info,
    [property: Id(13)] RecorderHealth? Health,
    [property: Id(14)] RecorderPosition? Position,
    [property: Id(15)] RecorderSession? Session,
    [property: Id(16)] bool Sos,
    [property: Id(17)] StreamStatus Stream,
    [property: Id(18)] DateTimeOffset? LastHeardAt,
    [property: Id(19)] TimeSpan? ClockOffset,
    [property: Id(20)] bool Connected,
    [property: Id(21)] long Version
);
