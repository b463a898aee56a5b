using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Command.Devices.Drivers;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Rtsp;

/// <summary>Driver of rtsp and rtsps devices.</summary>
internal sealed partial class RtspDriver : IDeviceDriver
{
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Which transport worked last for a session, true for UDP. Lives as long as the session object.</summary>
    private readonly ConditionalWeakTable<DeviceSession, StrongBox<bool>> _worked = [];

    public RtspDriver(RtspOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger<RtspDriver>();
    }

    /// <inheritdoc/>
    public async Task RunAsync(DeviceSession session, IDeviceSink sink, CancellationToken cancellationToken)
    {
        var transports = Transports(session);
        for (var i = 0; ; i++)
        {
            var overUdp = transports[i];
            _worked.AddOrUpdate(session, new StrongBox<bool>(overUdp));
            try
            {
                // A fresh connection and DESCRIBE per transport: Hikvision refuses SETUP after a failed one otherwise.
                await new RtspSession(session, sink, overUdp, _options, _time, _logger).RunAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DeviceException refusal) when (refusal.Cause == DeviceCause.TransportRefused)
            {
                _worked.Remove(session);
                if (i + 1 == transports.Length)
                {
                    throw;
                }

                Log.TransportChanged(_logger, session.StreamName, overUdp, refusal.Detail);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(DeviceUri uri, DeviceCredential? credential, CancellationToken cancellationToken)
    {
        var session = new DeviceSession("probe", "probe", uri, credential);
        var options = _options with
        {
            StallTimeout = _options.ProbeMediaTimeout,
            MissingVideoTimeout = _options.ProbeMediaTimeout,
            UdpFirstPacketTimeout = _options.ProbeMediaTimeout / 2,
        };
        using var probe = new RtspProbe(options.ProbeMediaTimeout, _time, cancellationToken);
        DeviceException? failure = null;
        try
        {
            await new RtspDriver(options, _time, _logger).RunAsync(session, probe, probe.Finished).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The probe has seen enough.
        }
        catch (DeviceException caught)
        {
            failure = caught;
        }

        return probe.ToResult(failure);
    }

    private RtspDriver(RtspOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>In the order of trial; true for UDP. What worked last time comes first.</summary>
    private ImmutableArray<bool> Transports(DeviceSession session)
    {
        ImmutableArray<bool> wish = session.Transport switch
        {
            RtspTransportPreference.Tcp => [false],
            RtspTransportPreference.Udp => [true, false],
            _ => [false, true],
        };
        return wish.Length > 1 && _worked.TryGetValue(session, out var last) && last.Value != wish[0] ? [wish[1], wish[0]] : wish;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "RtspTransportChanged",
            Level = LogLevel.Information,
            Message = "{Stream}: the other transport is tried (UDP was {OverUdp}): {Detail}"
        )]
        public static partial void TransportChanged(ILogger logger, string stream, bool overUdp, string detail);
    }
}
