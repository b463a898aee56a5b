using System.Collections.Immutable;
using System.Net;
using Command.Devices.Drivers;
using Command.Media.Hub;
using Command.Media.Ingest;
using Command.Media.Telemetry;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Rtsp;

/// <summary>
/// One try to play a device over one transport: connect, describe, set up, play, keep alive, report, watch, tear down.
/// <see cref="RunAsync"/> owns everything and leaves nothing behind.
/// </summary>
internal sealed partial class RtspSession
{
    private const int MaxRedirects = 3;
    private const int UdpReorderWindow = 64;

    private readonly DeviceSession _session;
    private readonly IDeviceSink _sink;
    private readonly bool _overUdp;
    private readonly LearntFacts _learnt;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FaultTally _faults;

    public RtspSession(
        DeviceSession session,
        IDeviceSink sink,
        bool overUdp,
        LearntFacts learnt,
        RtspOptions options,
        TimeProvider time,
        ILogger logger
    )
    {
        _session = session;
        _sink = sink;
        _overUdp = overUdp;
        _learnt = learnt;
        _options = options;
        _time = time;
        _logger = logger;
        _faults = new FaultTally(
            time,
            TimeSpan.FromSeconds(10),
            (fault, count) => Log.PacketFaults(logger, session.StreamName, fault, count)
        );
    }

    /// <summary>Runs until it fails (<see cref="DeviceException"/>) or is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var uri = _session.Uri;
        for (var redirects = 0; ; redirects++)
        {
            var redirect = await RunOnceAsync(uri, cancellationToken).ConfigureAwait(false);
            if (redirects == MaxRedirects || redirect.Scheme is not ("rtsp" or "rtsps"))
            {
                throw new DeviceException(DeviceCause.ProtocolError, $"The device sends us on to {redirect}.");
            }

            uri = redirect;
        }
    }

    /// <summary>Ends only by an exception, or with the address that the device names instead.</summary>
    private async Task<DeviceUri> RunOnceAsync(DeviceUri uri, CancellationToken cancellationToken)
    {
        var reception = new RtspReception(_sink.Pool, _time);
        var connection = await RtspConnection.ConnectAsync(uri, reception, _options, _time, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // The credential belongs to the service it was given for: behind another port somebody else may listen.
            var credential = uri.IsSameService(_session.Uri) ? _session.Credential : null;
            var client = new RtspClient(connection, uri, credential, _options);
            using var reading = new CancellationTokenSource();
            var readLoop = connection.RunAsync(reading.Token);
            try
            {
                await client.OptionsAsync(cancellationToken).ConfigureAwait(false);
                var description = await client.DescribeAsync(cancellationToken).ConfigureAwait(false);
                if (description.Redirect is { } redirect)
                {
                    return redirect;
                }

                await PlayAsync(uri, connection, client, reception, description, readLoop, cancellationToken).ConfigureAwait(false);
                throw connection.Failure(DeviceCause.ClosedByPeer, "The session ended.");
            }
            finally
            {
                await reading.CancelAsync().ConfigureAwait(false);
                await Settle(readLoop).ConfigureAwait(false);
                Log.Ended(_logger, _session.StreamName, connection.Received, connection.Lost.Bytes, reception.Unassigned);
            }
        }
    }

    private async Task PlayAsync(
        DeviceUri uri,
        RtspConnection connection,
        RtspClient client,
        RtspReception reception,
        RtspDescription description,
        Task readLoop,
        CancellationToken cancellationToken
    )
    {
        var plans = RtspTrackPlan.From(description.Sdp);
        if (plans.IsEmpty)
        {
            throw connection.Failure(DeviceCause.BadSdp, "The description names neither video nor audio.");
        }

        var aggregateUri = ControlUri.Join(uri, description.BaseUri, description.Sdp.Control);
        var formats = plans.Select(p => p.Format).ToImmutableArray();
        using var publisher = _sink.OpenStream(_session.StreamName, formats, RtspFeedback.Instance);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loops = new List<Task> { readLoop };
        var tracks = plans.Select((plan, index) => Receive(plan, publisher.Tracks[index])).ToList();
        var links = new List<RtspTrackLink>();
        RtspKeepAlive? keepAlive = null;
        try
        {
            for (var i = 0; i < plans.Length; i++)
            {
                var trackUri = ControlUri.Join(uri, description.BaseUri, plans[i].Control);
                links.Add(
                    _overUdp
                        ? await SetupUdpAsync(connection, client, trackUri, tracks[i], cancellationToken).ConfigureAwait(false)
                        : await SetupTcpAsync(connection, client, trackUri, reception, (byte)(2 * i), tracks[i], cancellationToken)
                            .ConfigureAwait(false)
                );
            }

            loops.AddRange(links.Select(l => l.ReceiveAsync(ending.Token)).OfType<Task>());
            await client.PlayAsync(aggregateUri, cancellationToken).ConfigureAwait(false);
            Log.Playing(_logger, _session.StreamName, uri, client.Server, _overUdp);

            var simulated = IsSimulated(client, description);
            var health = new RtspHealth(_session, tracks, _sink, _options, _time, simulated, _overUdp);
            keepAlive = new RtspKeepAlive(client, aggregateUri, _options, _time, _learnt);
            loops.Add(health.RunAsync(ending.Token));
            loops.Add(keepAlive.RunAsync(ending.Token));
            loops.Add(SendReportsAsync(links, ending.Token));
            await (await Task.WhenAny(loops).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            var known = failure as DeviceException;
            publisher.Close((known?.Cause ?? DeviceCause.ServerStopping).Key());
            if (known is not null)
            {
                keepAlive?.LearnFrom(known);
            }

            throw;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            if (!readLoop.IsCompleted)
            {
                // Always: old live555 goes on sending into the next connection otherwise.
                await client.TeardownAsync(aggregateUri).ConfigureAwait(false);
            }

            await Settle([.. loops.Where(l => l != readLoop)]).ConfigureAwait(false);
            foreach (var link in links)
            {
                link.Dispose();
            }

            foreach (var track in tracks)
            {
                track.Dispose();
            }
        }
    }

    private RtspTrack Receive(RtspTrackPlan plan, TrackPublisher publisher)
    {
        var receiving = new RtpTrackReceiverOptions { ReorderWindow = _overUdp ? UdpReorderWindow : 0 };
        return new RtspTrack(plan.Format, publisher, new RtpTrackReceiver(publisher, receiving, _sink.Pool, _time, _faults));
    }

    private static async Task<RtspTrackLink> SetupTcpAsync(
        RtspConnection connection,
        RtspClient client,
        string trackUri,
        RtspReception reception,
        byte channel,
        RtspTrack track,
        CancellationToken cancellationToken
    )
    {
        var asked = RtspTransportHeader.Tcp(channel);
        var answer = await client.SetupAsync(trackUri, asked, cancellationToken).ConfigureAwait(false);
        if (!answer.IsTcp && answer.ServerPort is not null)
        {
            throw connection.Failure(DeviceCause.TransportRefused, "The device answers with UDP where TCP was asked for.");
        }

        // Other channels than asked occur, and are the ones used; an answer without any means those asked for (gortsplib#142).
        var rtp = answer.RtpChannel ?? channel;
        var rtcp = answer.RtcpChannel ?? (byte)(channel + 1);
        if (rtp == rtcp || !reception.IsFree(rtp, rtcp))
        {
            throw connection.Failure(DeviceCause.ProtocolError, $"The device uses channel {rtp}-{rtcp} twice.");
        }

        reception.Assign(rtp, rtcp, track);
        return new RtspTcpLink(track, connection, rtcp);
    }

    private async Task<RtspTrackLink> SetupUdpAsync(
        RtspConnection connection,
        RtspClient client,
        string trackUri,
        RtspTrack track,
        CancellationToken cancellationToken
    )
    {
        var ports = RtpPortPair.Bind(connection.LocalAddress, _sink.Pool, _time, connection.RemoteAddress);
        try
        {
            var asked = RtspTransportHeader.Udp(ports.RtpPort);
            var answer = await client.SetupAsync(trackUri, asked, cancellationToken).ConfigureAwait(false);
            if (answer.IsTcp)
            {
                throw connection.Failure(DeviceCause.TransportRefused, "The device answers with TCP where UDP was asked for.");
            }

            // The "source" parameter is not used: reports go to the device that was dialled and to nobody else.
            IPEndPoint? control = null;
            if (answer is { ServerPort: { } rtp, ServerRtcpPort: { } rtcp })
            {
                control = new IPEndPoint(connection.RemoteAddress, rtcp);
                ports.Punch(new IPEndPoint(connection.RemoteAddress, rtp), control);
            }

            return new RtspUdpLink(track, ports, control);
        }
        catch
        {
            ports.Dispose();
            throw;
        }
    }

    private async Task SendReportsAsync(IReadOnlyList<RtspTrackLink> links, CancellationToken cancellationToken)
    {
        var report = new byte[RtspTrack.MaxReportLength];
        while (true)
        {
            await Task.Delay(_options.ReportInterval, _time, cancellationToken).ConfigureAwait(false);
            foreach (var link in links)
            {
                var length = link.Track.WriteReport(report);
                await link.SendReportAsync(report.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsSimulated(RtspClient client, RtspDescription description) =>
        description.Sdp.FindAttribute("x-command-simulated")?.Value == "1"
        || (client.Server?.StartsWith("Command-Simulator/", StringComparison.Ordinal) ?? false);

    private static async Task Settle(params Task[] tasks)
    {
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "RtspPlaying",
            Level = LogLevel.Information,
            Message = "{Stream}: playing {Uri}, server {Server}, UDP {OverUdp}"
        )]
        public static partial void Playing(ILogger logger, string stream, DeviceUri uri, string? server, bool overUdp);

        [LoggerMessage(
            EventName = "RtspEnded",
            Level = LogLevel.Debug,
            Message = "{Stream}: connection ended after {Received} bytes, {Skipped} skipped, {Unassigned} frames of nobody"
        )]
        public static partial void Ended(ILogger logger, string stream, long received, long skipped, long unassigned);

        [LoggerMessage(EventName = "RtspPacketFaults", Level = LogLevel.Debug, Message = "{Stream}: {Fault} ×{Count}")]
        public static partial void PacketFaults(ILogger logger, string stream, MediaFault fault, long count);
    }
}
