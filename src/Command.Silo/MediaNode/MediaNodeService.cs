using System.Threading.Channels;
using Command.Contracts.Streams;
using Command.Media.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>Owns the media server's life, and carries what happens on its threads to the grains.</summary>
internal sealed partial class MediaNodeService(
    MediaServer server,
    DeviceRunner runner,
    Publishers publishers,
    JoinTraces traces,
    MediaNodeMetrics metrics,
    IHostApplicationLifetime lifetime,
    IGrainFactory grains,
    ILogger<MediaNodeService> logger
) : IHostedService, IDisposable
{
    // As many endings as there may be sessions at once many times over. A full channel means grains that hang: it is logged and the ending of
    // that session is known from the media log alone.
    private const int EndingCapacity = 65_536;
    private static readonly TimeSpan EndingPatience = TimeSpan.FromSeconds(30);

    private readonly Channel<MediaSessionEnded> _endings = Channel.CreateBounded<MediaSessionEnded>(
        new BoundedChannelOptions(EndingCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true }
    );
    private readonly CancellationTokenSource _stopping = new();
    private Task _pump = Task.CompletedTask;
    private CancellationTokenRegistration _giveUp;

    /// <summary>Asked for here so that it counts from the start.</summary>
    public MediaNodeMetrics Metrics => metrics;

    /// <summary>True between start and stop: the media port is open.</summary>
    public bool IsRunning { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        server.SessionEnded += OnSessionEnded;
        server.SessionStep += traces.OnStep;
        server.PublisherChanged += publishers.OnChanged;
        runner.SessionEvicted += OnSessionEvicted;
        // From then on the grains go, one after the other: what is told to them now wakes nobody.
        _giveUp = lifetime.ApplicationStopping.Register(publishers.GiveUp);
        await server.StartAsync(cancellationToken);
        _pump = Task.Run(() => PumpAsync(_stopping.Token), CancellationToken.None);
        IsRunning = true;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        await runner.StopAsync();
        await server.StopAsync(cancellationToken);
        await publishers.StopAsync();
        await _stopping.CancelAsync();
        await _pump;
        server.SessionEnded -= OnSessionEnded;
        server.SessionStep -= traces.OnStep;
        server.PublisherChanged -= publishers.OnChanged;
        runner.SessionEvicted -= OnSessionEvicted;
    }

    public void Dispose()
    {
        _giveUp.Dispose();
        _stopping.Dispose();
    }

    private void OnSessionEvicted(string session, string reason) => server.End(session, reason);

    private void OnSessionEnded(MediaSessionEnded ended)
    {
        traces.Forget(ended.SessionId);
        publishers.OnEnded(ended.SessionId, ended.Reason);
        if (!_endings.Writer.TryWrite(ended))
        {
            Log.EndingLost(logger, ended.SessionId, ended.StreamName, ended.Reason, null);
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                _endings.Reader.ReadAllAsync(cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
                TellAsync
            );
        }
        catch (OperationCanceledException)
        {
            // this node stops; its session grains have ended what they held
        }
    }

    private async ValueTask TellAsync(MediaSessionEnded ended, CancellationToken cancellationToken)
    {
        // A grain that ends its session because this server stops has put the end on the record itself.
        if (ended.Reason == SessionReasons.ServerStopping || !SessionKey.TryParsePublicId(ended.SessionId, out var key))
        {
            return;
        }
        try
        {
            var session = grains.GetGrain<ISessionGrain>(ISessionGrain.IdOf(key));
            await session.EndedAsync(ended.Reason, cancellationToken).WaitAsync(EndingPatience, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.EndingLost(logger, ended.SessionId, ended.StreamName, ended.Reason, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "SessionEndLost",
            Level = LogLevel.Error,
            Message = "Session {SessionId} of {Stream} ended ({Reason}), but its grain could not record it"
        )]
        public static partial void EndingLost(ILogger logger, string sessionId, string stream, string reason, Exception? exception);
    }
}
