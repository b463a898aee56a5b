using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Command.Devices.Mqtt;

/// <summary>Who may connect to the embedded broker: an enabled device by its serial and key, with the serial as client id. Thread-safe.</summary>
internal sealed partial class DeviceAdmission
{
    private const int MaxKey = 128;

    private readonly SiteOptions _site;
    private readonly IDeviceAuthenticator _authenticator;
    private readonly FailureTable _failures;
    private readonly MqttRefusals _refusals;
    private readonly ILogger _logger;

    // Serials that have signed in since the start: as many as there are devices, never what a stranger sends.
    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    /// <summary>Makes the door.</summary>
    public DeviceAdmission(
        SiteOptions site,
        MqttOptions options,
        IDeviceAuthenticator authenticator,
        MqttRefusals refusals,
        TimeProvider time,
        ILogger<DeviceAdmission> logger
    )
    {
        _site = site;
        _authenticator = authenticator;
        _refusals = refusals;
        _logger = logger;
        _failures = new FailureTable(options.FailuresPerMinute, time);
    }

    /// <summary>Decides about one CONNECT; on success the connection knows who it is.</summary>
    public async Task<MqttConnectReasonCode> AdmitAsync(
        ValidatingConnectionEventArgs connect,
        DeviceConnection connection,
        CancellationToken cancellationToken
    )
    {
        var address = connection.Address;
        var serial = connect.UserName ?? string.Empty;
        var isName = BodyWornTopic.IsName(serial, BodyWornTopic.MaxSerial);
        var known = isName && _known.ContainsKey(serial) ? serial : null;
        if (_failures.IsBlocked(address, known))
        {
            _refusals.Add(MqttRefusal.TooManyFailures, address.ToString(), serial);
            return MqttConnectReasonCode.ConnectionRateExceeded;
        }
        if (isName && connect.ClientId != serial)
        {
            _refusals.Add(MqttRefusal.ClientIdMismatch, serial, connect.ClientId);
            _failures.Failed(address, known);
            return MqttConnectReasonCode.ClientIdentifierNotValid;
        }
        try
        {
            if (
                !isName
                || KeyOf(connect) is not { } key
                || !await _authenticator.IsDeviceAsync(serial, key, cancellationToken).ConfigureAwait(false)
            )
            {
                _refusals.Add(MqttRefusal.WrongCredentials, address.ToString(), serial);
                _failures.Failed(address, known);
                return MqttConnectReasonCode.BadUserNameOrPassword;
            }
        }
        catch (Exception e)
        {
            // Whoever knows the devices is away; the device tries again.
            Log.Unavailable(_logger, serial, e);
            return MqttConnectReasonCode.ServerUnavailable;
        }
        _known.TryAdd(serial, 0);
        connection.SignedIn(serial, new TopicGrant(_site.Site, serial));
        return MqttConnectReasonCode.Success;
    }

    private static string? KeyOf(ValidatingConnectionEventArgs connect)
    {
        var bytes = connect.RawPassword;
        return bytes is { Length: > 0 and <= MaxKey } ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MqttSignInUnavailable",
            Level = LogLevel.Warning,
            Message = "Recorder {Serial} could not be checked at sign-in; it was told to come again"
        )]
        public static partial void Unavailable(ILogger logger, string serial, Exception exception);
    }
}
