using Command.Devices.Mqtt;

namespace Command.Silo.Recorders;

/// <summary>
/// Checks the key of a recorder that connects by MQTT against the record: a key that was replaced, and a recorder that was switched off, are
/// refused from the commit on.
/// </summary>
internal sealed class RecorderAuthenticator(RecorderNames names) : IDeviceAuthenticator
{
    public async ValueTask<bool> IsDeviceAsync(string serial, string key, CancellationToken cancellationToken)
    {
        var row = await names.ReadAsync(serial, cancellationToken);
        return DeviceKey.Matches(row?.KeyHash, key) & row is { Enabled: true };
    }
}
