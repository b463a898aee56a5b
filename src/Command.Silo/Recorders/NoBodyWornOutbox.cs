using Command.Devices.Mqtt;

namespace Command.Silo.Recorders;

/// <summary>Where no MQTT link runs no order can be handed on; it waits.</summary>
internal sealed class NoBodyWornOutbox : IBodyWornOutbox
{
    public ValueTask<bool> SendAsync(string serial, BodyWornOrder order, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    public ValueTask DisconnectAsync(string serial, string reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
