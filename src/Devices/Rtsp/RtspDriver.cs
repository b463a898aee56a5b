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

    /// <summary>Lives as long as the session object, which a supervisor uses for all its tries.</summary>
    private readonly ConditionalWeakTable<DeviceSession, LearntFacts> _learnt = [];

    public RtspDriver(RtspOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger<RtspDriver>();
    }

    /// <inheritdoc/>
    public async Task RunAsync(DeviceSession session, IDeviceSink sink, CancellationToken cancellationToken)
    {
        var learnt = _learnt.GetOrCreateValue(session);
        var transports = Transports(session.Transport, learnt);
        for (var i = 0; ; i++)
        {
            var overUdp = transports[i];
            learnt.WorksOverUdp = overUdp;
            try
            {
                // A fresh connection and DESCRIBE per transport: Hikvision refuses SETUP after a failed one otherwise.
                var attempt = new RtspSession(session, sink, overUdp, learnt, _options, _time, _logger);
                await attempt.RunAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DeviceException refusal) when (refusal.Cause == DeviceCause.TransportRefused)
            {
                learnt.WorksOverUdp = null;
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
    private static ImmutableArray<bool> Transports(RtspTransportPreference preference, LearntFacts learnt)
    {
        if (preference == RtspTransportPreference.Tcp)
        {
            return [false];
        }

        var first = learnt.WorksOverUdp ?? preference == RtspTransportPreference.Udp;
        return [first, !first];
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
