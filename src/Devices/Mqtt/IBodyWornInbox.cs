namespace Command.Devices.Mqtt;

/// <summary>Where messages of recorders go; implemented by the owner of the devices. Thread-safe.</summary>
public interface IBodyWornInbox
{
    /// <summary>
    /// Takes one message. It completes when the message is safe; an event that cannot be stored now keeps the caller waiting, and with it the
    /// PUBACK and the device's next message. Messages of one device come one after the other.
    /// </summary>
    /// <param name="serial">The device's own name: the topic's device level, which equals its authenticated identity.</param>
    /// <param name="message">What it said.</param>
    /// <param name="cancellationToken">The server stops: the message is not acknowledged and comes again.</param>
    ValueTask<InboxVerdict> ReceiveAsync(string serial, BodyWornMessage message, CancellationToken cancellationToken);
}
