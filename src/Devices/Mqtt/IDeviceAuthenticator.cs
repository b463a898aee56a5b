namespace Command.Devices.Mqtt;

/// <summary>Who an MQTT client is; implemented by the owner of the devices. Thread-safe.</summary>
public interface IDeviceAuthenticator
{
    /// <summary>Whether <paramref name="key"/> belongs to the enabled device <paramref name="serial"/>.</summary>
    /// <param name="serial">User name the client gave: untrusted, at most 64 characters.</param>
    /// <param name="key">Password the client gave: untrusted, at most 128 characters.</param>
    /// <param name="cancellationToken">The connection ended.</param>
    ValueTask<bool> IsDeviceAsync(string serial, string key, CancellationToken cancellationToken);
}
