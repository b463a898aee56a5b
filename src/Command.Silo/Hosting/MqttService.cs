using Command.Devices.Mqtt;
using Microsoft.Extensions.Hosting;

namespace Command.Silo.Hosting;

/// <summary>
/// Owns the life of MQTT: it opens when everything else has started, since a recorder's first message needs its grain, and closes before anything
/// else stops.
/// </summary>
internal sealed class MqttService(MqttGateway gateway) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => gateway.StartAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => gateway.StopAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
