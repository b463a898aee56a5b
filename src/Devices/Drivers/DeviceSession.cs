namespace Command.Devices.Drivers;

/// <summary>What a driver is asked to do: keep one stream of one device coming.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">Name under which the stream opens in the hub.</param>
/// <param name="Uri">Where the device is; holds no credential.</param>
/// <param name="Credential">Null when the device needs none.</param>
/// <param name="Transport">How RTP shall come.</param>
public sealed record DeviceSession(
    string DeviceId,
    string StreamName,
    DeviceUri Uri,
    DeviceCredential? Credential,
    RtspTransportPreference Transport = RtspTransportPreference.Automatic
);
