using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace Command.Devices.Mqtt;

/// <summary>How the link introduces itself to an external broker.</summary>
internal static class BrokerSignIn
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>MQTT 5, a session that outlives connections, and as many unacknowledged messages as the options allow.</summary>
    public static MqttClientOptions Make(MqttClientFactory factory, MqttOptions options, BrokerAddress address)
    {
        var clientId = options.ClientId.Length > 0 ? options.ClientId : $"command-{Environment.MachineName.ToLowerInvariant()}";
        var builder = factory
            .CreateClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(address.Host, address.Port)
            .WithClientId(clientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)options.SessionLifetime.TotalSeconds)
            .WithReceiveMaximum((ushort)options.ReceiveMaximum)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(options.ConnectTimeout);
        if (options.UserName.Length > 0)
        {
            builder.WithCredentials(options.UserName, options.Password);
        }
        if (address.UsesTls)
        {
            builder.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(address.Host);
                if (options.BrokerAuthorityPath.Length > 0)
                {
                    var authorities = new X509Certificate2Collection();
                    authorities.ImportFromPemFile(options.BrokerAuthorityPath);
                    tls.WithTrustChain(authorities);
                }
            });
        }
        return builder.Build();
    }
}
