using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Transport;
using Command.Media.WebRtc;
using Microsoft.Extensions.Logging;

namespace Command.Media.Hosting;

/// <summary>What exists only while a <see cref="MediaServer"/> runs: port, threads, certificate.</summary>
internal sealed class MediaEngine : IAsyncDisposable
{
    private const int QueuedJobsPerHandshake = 8;
    private const int AddressesPerSession = 4;
    private const int LeastAddresses = 64;
    private readonly IceCandidateSource _candidates;
    private readonly ITimer _sweepTimer;

    private MediaEngine(UdpMux mux, SendLoopGroup loops, PeerTransportServices peers, IceCandidateSource candidates, ITimer sweepTimer)
    {
        Mux = mux;
        Loops = loops;
        Peers = peers;
        _candidates = candidates;
        _sweepTimer = sweepTimer;
    }

    /// <summary>The one port.</summary>
    public UdpMux Mux { get; }

    /// <summary>The threads that send.</summary>
    public SendLoopGroup Loops { get; }

    /// <summary>What all peers share.</summary>
    public PeerTransportServices Peers { get; }

    /// <summary>What answers announce, best first.</summary>
    public IReadOnlyList<IceCandidate> Candidates => _candidates.Current;

    /// <summary>Opens the port and starts the threads.</summary>
    /// <param name="options">Validated.</param>
    /// <param name="time">Every clock.</param>
    /// <param name="loggers">Makes the loggers of the parts.</param>
    /// <param name="sweep">Called a few times per second to end what timed out.</param>
    /// <param name="sweepPeriod">How often.</param>
    public static MediaEngine Open(WebRtcOptions options, TimeProvider time, ILoggerFactory loggers, Action sweep, TimeSpan sweepPeriod)
    {
        var mux = new UdpMux(
            new UdpMuxOptions
            {
                Port = options.Port,
                BindAddress = IceCandidateSource.OnlyLocal(options.ParsePublicAddresses()),
                UseNative = options.UseSegmentation,
                MaxAddresses = Math.Max(LeastAddresses, options.MaxSessions * AddressesPerSession),
            },
            time,
            loggers.CreateLogger<UdpMux>()
        );
        var workers = new DtlsWorkers(
            options.MaxHandshakes,
            options.MaxHandshakes * QueuedJobsPerHandshake,
            loggers.CreateLogger<DtlsWorkers>()
        );
        var peers = new PeerTransportServices(
            mux,
            DtlsCertificate.Create(time),
            workers,
            PeerTransportServices.DefaultProfiles,
            time,
            loggers.CreateLogger<PeerTransport>()
        );
        var loops = new SendLoopGroup(Environment.ProcessorCount, time, loggers.CreateLogger<SendLoop>());
        var candidates = new IceCandidateSource(options.ParsePublicAddresses(), mux.Port, mux.HasIPv6, time);
        mux.Start();
        return new MediaEngine(mux, loops, peers, candidates, time.CreateTimer(_ => sweep(), null, sweepPeriod, sweepPeriod));
    }

    /// <summary>Closes everything, senders before the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweepTimer.DisposeAsync().ConfigureAwait(false);
        Loops.Dispose();
        await Mux.DisposeAsync().ConfigureAwait(false);
        Peers.Workers.Dispose();
    }
}
