using Command.Devices.Mqtt;
using Microsoft.Extensions.Options;

namespace Command.Silo.Hosting;

/// <summary>A cluster does not start on embedded brokers: a recorder would be connected to one node and unknown to the others.</summary>
internal sealed class MqttClusterValidator(IOptions<SiloOptions> silo) : IValidateOptions<MqttOptions>
{
    public ValidateOptionsResult Validate(string? name, MqttOptions options) =>
        silo.Value.IsClustered && options is { Enabled: true, Broker.Length: 0 }
            ? ValidateOptionsResult.Fail(
                $"{MqttOptions.Section}:{nameof(MqttOptions.Broker)} is empty, but {SiloOptions.Section}:Clustering is postgres; a cluster needs an "
                    + $"external MQTT 5 broker (mqtt://host:1883 or mqtts://host:8883), or {MqttOptions.Section}:{nameof(MqttOptions.Enabled)} false."
            )
            : ValidateOptionsResult.Success;
}
