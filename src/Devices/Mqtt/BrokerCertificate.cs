using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Mqtt;

/// <summary>
/// The certificate of the TLS port: a file that is read again when it changes (looked at once a minute at most), or what the process serves anyway.
/// Thread-safe.
/// </summary>
internal sealed partial class BrokerCertificate
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly MqttOptions _options;
    private readonly Func<X509Certificate2?>? _otherwise;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private X509Certificate2? _current;
    private DateTime _writtenAt;
    private long _lookedAt;

    /// <summary>Makes the source.</summary>
    /// <param name="options">Which file.</param>
    /// <param name="otherwise">The certificate when no file is named; null for none. Its certificates stay its own.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Told when a changed file cannot be read.</param>
    public BrokerCertificate(MqttOptions options, Func<X509Certificate2?>? otherwise, TimeProvider time, ILogger<BrokerCertificate> logger)
    {
        _options = options;
        _otherwise = otherwise;
        _time = time;
        _logger = logger;
    }

    /// <summary>The certificate to serve now; null when there is none.</summary>
    public X509Certificate2? Current()
    {
        if (_options.CertificatePath.Length == 0)
        {
            return _otherwise?.Invoke();
        }
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_current is not null && _time.GetElapsedTime(_lookedAt, now) < LookAgain)
            {
                return _current;
            }
            _lookedAt = now;
            var writtenAt = File.GetLastWriteTimeUtc(_options.CertificatePath);
            if (_current is null || writtenAt != _writtenAt)
            {
                Reload(writtenAt);
            }
            return _current;
        }
    }

    [SuppressMessage(
        "Reliability",
        "CA2000",
        Justification = "Connections may still use the old certificate: it is left to the finaliser."
    )]
    private void Reload(DateTime writtenAt)
    {
        try
        {
            _current = Load();
            _writtenAt = writtenAt;
        }
        catch (Exception e) when (_current is not null && e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // A file that is just being written: the old certificate serves until the next look.
            Log.Unreadable(_logger, _options.CertificatePath, e);
        }
    }

    private X509Certificate2 Load()
    {
        var (path, key, password) = (_options.CertificatePath, _options.CertificateKeyPath, _options.CertificatePassword);
        var keyPath = key.Length == 0 ? null : key;
        return Path.GetExtension(path) is ".pfx" or ".p12" ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
            : password.Length == 0 ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MqttCertificateUnreadable",
            Level = LogLevel.Warning,
            Message = "The changed certificate {Path} cannot be read; the one from before is served"
        )]
        public static partial void Unreadable(ILogger logger, string path, Exception exception);
    }
}
