using Command.Tools.LightClient;
using Command.Tools.Simulator.Clips;
using static Command.Tools.Simulator.Recorders.FleetTally;

namespace Command.Tools.Simulator.Recorders;

/// <summary>The live stream of one recorder by WHIP: while it is wanted it is sent, and sent again after every end.</summary>
internal sealed class RecorderStream(
    RecorderOptions options,
    RecorderCredential credential,
    RecorderNetwork network,
    Func<CancellationToken, Task<LightVideo>> video,
    HttpClient http,
    FleetTally tally
) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Wish? _wish;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It plays now.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Why the last attempt failed; null when none did.</summary>
    public string? LastError { get; private set; }

    /// <summary>Wants the stream; false when there is no server to send it to.</summary>
    /// <param name="address">WHIP address, absolute or below the server; null for the recorder's own.</param>
    /// <param name="token">Bearer; null for the recorder's own.</param>
    public bool Start(string? address = null, string? token = null)
    {
        if (options.Server is not { } server)
        {
            return false;
        }

        lock (_gate)
        {
            // One that is wanted already goes on as it is: the server may ask again after a restart of its own.
            if (_wish is null)
            {
                _wish = new Wish(new Uri(server, address ?? $"/whip/recorder/{credential.Id}/live"), token ?? credential.Bearer);
                Signal();
            }
        }

        return true;
    }

    /// <summary>Does not want it any more.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_wish is { } wish)
            {
                _wish = null;
                wish.Over.Cancel();
                Signal();
            }
        }
    }

    /// <summary>Streams whenever it is wanted, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (true)
        {
            Wish? wish;
            Task changed;
            lock (_gate)
            {
                (wish, changed) = (_wish, _changed.Task);
            }

            if (wish is null)
            {
                pause = TimeSpan.Zero;
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            await network.WaitAsync(cancellationToken);
            var began = await PlayAsync(wish, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            pause = began
                ? TimeSpan.FromSeconds(0.5)
                : TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds * 2, 1, LongestPause.TotalSeconds));
            await Task.WhenAny(changed, Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, cancellationToken));
        }
    }

    public void Dispose() => _wish?.Over.Dispose();

    /// <summary>One session from offer to end; true when it played.</summary>
    private async Task<bool> PlayAsync(Wish wish, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, wish.Over.Token, network.Lost);
        var lost = network.Lost;
        var played = false;
        WhipSession? session = null;
        try
        {
            await using var publisher = new LightPublisher(new LightPublisherOptions { Video = await video(end.Token) });
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                patience.CancelAfter(Patience);
                session = await WhipSession.OpenAsync(http, wish.Address, wish.Bearer, publisher.Offer, patience.Token);
                await publisher.ConnectAsync(session.Answer, patience.Token);
                played = IsLive = true;
                tally.Add(Count.Streams);
                tally.Add(Count.Live);
                LastError = await publisher.Ended.WaitAsync(end.Token);
            }
            catch (OperationCanceledException) when (lost.IsCancellationRequested)
            {
                // Nobody hears a goodbye without a network.
                await publisher.VanishAsync();
                session = null;
            }
        }
        catch (OperationCanceledException)
        {
            LastError = end.IsCancellationRequested ? null : "no answer in time";
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException or ClipException)
        {
            LastError = failure.Message;
        }
        finally
        {
            IsLive = false;
            tally.Add(Count.Live, played ? -1 : 0);
            tally.Add(Count.StreamFailures, played || end.IsCancellationRequested ? 0 : 1);
            if (session is not null)
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
                await session.DeleteAsync(patience.Token);
            }
        }

        return played;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Wish(Uri Address, string Bearer)
    {
        public CancellationTokenSource Over { get; } = new();
    }
}
