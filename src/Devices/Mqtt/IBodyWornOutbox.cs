namespace Command.Devices.Mqtt;

/// <summary>The way to recorders; implemented by the MQTT link, whichever broker stands behind it. Thread-safe.</summary>
public interface IBodyWornOutbox
{
    /// <summary>Hands one order to the broker (<c>dn/cmd/{name}</c>, QoS 1, with expiry and correlation).</summary>
    /// <param name="serial">Which device.</param>
    /// <param name="order">What it shall do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the broker cannot be reached now; the caller tries again when the device is next heard.</returns>
    ValueTask<bool> SendAsync(string serial, BodyWornOrder order, CancellationToken cancellationToken);

    /// <summary>Ends the device's connection where the broker is ours: its key or its permission is gone.</summary>
    ValueTask DisconnectAsync(string serial, string reason, CancellationToken cancellationToken);
}
