using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;

namespace Command.Devices.Mqtt;

/// <summary>What the MQTT library says, at Debug: what matters of it is said by us, with serial and reason, at a bounded rate.</summary>
internal sealed partial class MqttLibraryLog : IMqttNetLogger
{
    private const int MaxText = 512;

    private readonly ILogger _logger;

    /// <summary>Makes the log.</summary>
    public MqttLibraryLog(ILogger<MqttLibraryLog> logger)
    {
        _logger = logger;
    }

    /// <inheritdoc/>
    public bool IsEnabled => _logger.IsEnabled(LogLevel.Debug);

    /// <inheritdoc/>
    public void Publish(MqttNetLogLevel logLevel, string source, string message, object[]? parameters, Exception? exception)
    {
        if (logLevel < MqttNetLogLevel.Warning || !_logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }
        var text = parameters is { Length: > 0 }
            ? string.Format(System.Globalization.CultureInfo.InvariantCulture, message, parameters)
            : message;
        var clean = BoundedText.Clean(text, MaxText);
        Log.Said(_logger, source, clean, exception);
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "MqttLibrary", Level = LogLevel.Debug, Message = "{Source}: {Text}")]
        public static partial void Said(ILogger logger, string source, string text, Exception? exception);
    }
}
