using Command.Devices.Drivers;
using Command.Devices.Mqtt;
using Command.TestKit.Peers;
using MQTTnet;
using MQTTnet.Formatter;

namespace Command.Devices.Tests.Mqtt;

/// <summary>A gateway with its inbox, over the embedded broker or over mosquitto; devices connect to <see cref="DevicePort"/>.</summary>
internal sealed class MqttStage : IAsyncDisposable
{
    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly MqttMetrics _metrics = new();

    private MqttStage(MqttOptions options, TimeProvider time, MosquittoBroker? mosquitto)
    {
        _options = options;
        _time = time;
        Mosquitto = mosquitto;
        Gateway = Make();
    }

    public RecordingInbox Inbox { get; } = new();

    public KnownDevices Devices { get; } = new();

    public KeepingLoggers Loggers { get; } = new();

    public MosquittoBroker? Mosquitto { get; }

    public MqttGateway Gateway { get; private set; }

    public int DevicePort => Mosquitto?.Port ?? Gateway.Port;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static MqttOptions Loopback { get; } =
        new()
        {
            Listen = "127.0.0.1",
            Port = 0,
            TlsPort = -1,
        };

    public static async Task<MqttStage> StartAsync(bool external = false, MqttOptions? options = null, TimeProvider? time = null)
    {
        options ??= Loopback;
        MosquittoBroker? mosquitto = null;
        if (external)
        {
            mosquitto = await MosquittoBroker.StartAsync(KnownDevices.Keys, Cancellation);
            options = options with
            {
                Broker = $"mqtt://127.0.0.1:{mosquitto.Port}",
                UserName = MosquittoBroker.ServerUser,
                Password = MosquittoBroker.ServerPassword,
            };
        }
        var stage = new MqttStage(options, time ?? TimeProvider.System, mosquitto);
        await stage.StartGatewayAsync();
        return stage;
    }

    public async Task StartGatewayAsync()
    {
        await Gateway.StartAsync(Cancellation);
        await Eventually.IsTrueAsync(() => Gateway.IsServing, Cancellation);
    }

    /// <summary>As after a restart of the server: a new gateway over the same inbox and broker.</summary>
    public async Task StopGatewayAsync()
    {
        await Gateway.StopAsync(Cancellation);
        await Gateway.DisposeAsync();
        Gateway = Make();
    }

    public MosquittoClients Client(string serial) => new(DevicePort, serial, KnownDevices.Keys[serial]);

    /// <summary>A connected client of the library, for what the mosquitto clients cannot do.</summary>
    public async Task<IMqttClient> ConnectAsync(string serial)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", DevicePort)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(serial)
            .WithCredentials(serial, KnownDevices.Keys[serial])
            .Build();
        var result = await client.ConnectAsync(options, Cancellation);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return client;
    }

    /// <summary>The same with a session that the broker keeps; told the topics of what comes.</summary>
    public async Task<IMqttClient> ConnectPersistentlyAsync(string serial, Action<string>? heard = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += e =>
        {
            heard?.Invoke(e.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", DevicePort)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(serial)
            .WithCredentials(serial, KnownDevices.Keys[serial])
            .WithCleanStart(false)
            .WithSessionExpiryInterval(3600)
            .Build();
        var result = await client.ConnectAsync(options, Cancellation);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return client;
    }

    public static string Up(string serial, string rest) => $"v1/site/bwc/{serial}/up/{rest}";

    public static string Down(string serial, string rest) => $"v1/site/bwc/{serial}/dn/{rest}";

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        if (Mosquitto is not null)
        {
            await Mosquitto.DisposeAsync();
        }
        _metrics.Dispose();
        Loggers.Dispose();
    }

    private MqttGateway Make() =>
        new(
            _options,
            new SiteOptions(),
            new BackoffOptions { Steps = [TimeSpan.FromMilliseconds(100)] },
            () => Inbox,
            () => Devices,
            null,
            _metrics,
            _time,
            Loggers
        );
}
