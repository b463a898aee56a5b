using System.Text.Json.Nodes;
using static Command.Tools.Simulator.Recorders.FleetTally;

namespace Command.Tools.Simulator.Recorders;

/// <summary>
/// What a recorder has to say, in the order it says it: events first and oldest first, then live positions and late ones in turn. Events are
/// kept until they are acknowledged; positions are kept while there is no connection. Thread-safe; one loop sends.
/// </summary>
internal sealed class RecorderOutbox : IDisposable
{
    private const int MaxEvents = 1_000;
    private const int MaxLate = 17_280; // a day of one every five seconds; the oldest go
    private const int MaxLive = 16; // beyond them the broker does not keep up: they are late
    private const int BatchSize = 50;
    private const uint GnssExpiry = 300;
    private const uint HealthExpiry = 600;
    private const uint EventExpiry = 86_400;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0, 1);
    private readonly Queue<(string Topic, JsonObject Payload)> _events = new();
    private readonly Queue<GnssFix> _live = new();
    private readonly LinkedList<GnssFix> _late = new();
    private readonly RecorderLink _link;
    private readonly RecorderDevice _device;
    private readonly RecorderOptions _options;
    private readonly FleetTally _tally;
    private JsonObject? _health;
    private bool _isSending;

    public RecorderOutbox(RecorderLink link, RecorderDevice device, RecorderOptions options, FleetTally tally)
    {
        _link = link;
        _device = device;
        _options = options;
        _tally = tally;
        link.Up = Wake;
    }

    /// <summary>Everything was said.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _events.Count == 0 && _live.Count == 0 && _late.Count == 0 && !_isSending;
            }
        }
    }

    /// <summary>Adds an event or an answer. Never dropped before its acknowledgement, up to 1,000.</summary>
    /// <param name="topic">Below the recorder's own, for example <c>up/event/sos</c>.</param>
    /// <param name="payload">Ownership passes.</param>
    public void AddEvent(string topic, JsonObject payload)
    {
        lock (_gate)
        {
            if (_events.Count < MaxEvents)
            {
                _events.Enqueue((topic, payload));
            }
        }

        Wake();
    }

    /// <summary>Adds a position just measured.</summary>
    public void AddPosition(GnssFix fix)
    {
        _tally.Add(Count.Measured);
        lock (_gate)
        {
            if (_link.IsUp && _live.Count < MaxLive)
            {
                _live.Enqueue(fix);
            }
            else
            {
                Keep(fix, oldest: false);
            }
        }

        Wake();
    }

    /// <summary>Sets the health to report next.</summary>
    public void SetHealth(JsonObject health)
    {
        lock (_gate)
        {
            _health = health;
        }

        Wake();
    }

    /// <summary>Says everything until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_link.IsUp || !await SendNextAsync(cancellationToken))
            {
                await _work.WaitAsync(cancellationToken);
            }
        }
    }

    public void Dispose() => _work.Dispose();

    /// <summary>Sends one of each kind; false when there is nothing to say, or no way to say it.</summary>
    private async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        _isSending = true;
        try
        {
            var said = await SendEventAsync(cancellationToken);
            said |= await SendLiveAsync(cancellationToken);
            said |= await SendLateAsync(cancellationToken);
            said |= await SendHealthAsync(cancellationToken);
            return said;
        }
        finally
        {
            _isSending = false;
        }
    }

    private async Task<bool> SendEventAsync(CancellationToken cancellationToken)
    {
        (string Topic, JsonObject Payload) next;
        lock (_gate)
        {
            if (!_events.TryPeek(out next))
            {
                return false;
            }
        }

        var delivery = await _link.PublishAsync(next.Topic, next.Payload, 1, EventExpiry, cancellationToken);
        if (delivery == Delivery.Failed)
        {
            await PauseAsync(cancellationToken);
            return _link.IsUp;
        }

        lock (_gate)
        {
            _events.Dequeue();
        }

        _tally.Add(Count.Events, delivery == Delivery.Taken ? 1 : 0);
        return true;
    }

    private async Task<bool> SendLiveAsync(CancellationToken cancellationToken)
    {
        GnssFix? fix;
        lock (_gate)
        {
            if (!_live.TryDequeue(out fix))
            {
                return false;
            }
        }

        var delivery = await _link.PublishAsync(
            "up/telemetry/gnss",
            RecorderPayloads.Gnss(fix),
            _options.PositionQuality,
            GnssExpiry,
            cancellationToken
        );
        switch (delivery)
        {
            case Delivery.Taken:
                _tally.Add(Count.Delivered);
                break;
            case Delivery.Refused:
                _tally.Add(Count.Dropped);
                break;
            default:
                lock (_gate)
                {
                    // It is older than what still waits to be said live.
                    Keep(fix, oldest: false);
                    while (!_link.IsUp && _live.TryDequeue(out var waiting))
                    {
                        Keep(waiting, oldest: false);
                    }
                }

                await PauseAsync(cancellationToken);
                break;
        }

        return true;
    }

    private async Task<bool> SendLateAsync(CancellationToken cancellationToken)
    {
        var batch = new List<GnssFix>();
        lock (_gate)
        {
            while (_late.First is { } first && batch.Count < BatchSize && (batch.Count == 0 || batch[0].Boot == first.Value.Boot))
            {
                batch.Add(first.Value);
                _late.RemoveFirst();
            }
        }

        if (batch.Count == 0)
        {
            return false;
        }

        _tally.Add(Count.Waiting, -batch.Count);
        var (_, sequence) = _device.Next();
        var delivery = await _link.PublishAsync(
            "up/telemetry/gnss",
            RecorderPayloads.Late(batch, sequence, _device.Now),
            1,
            0,
            cancellationToken
        );
        if (delivery == Delivery.Failed)
        {
            lock (_gate)
            {
                for (var i = batch.Count - 1; i >= 0; i--)
                {
                    Keep(batch[i], oldest: true);
                }
            }

            await PauseAsync(cancellationToken);
            return _link.IsUp;
        }

        _tally.Add(delivery == Delivery.Taken ? Count.Delivered : Count.Dropped, batch.Count);
        _tally.Add(Count.DeliveredLate, delivery == Delivery.Taken ? batch.Count : 0);
        return true;
    }

    private async Task<bool> SendHealthAsync(CancellationToken cancellationToken)
    {
        JsonObject? health;
        lock (_gate)
        {
            (health, _health) = (_health, null);
        }

        if (health is null)
        {
            return false;
        }

        // A report that fails is not kept: the next one says more.
        var delivery = await _link.PublishAsync("up/telemetry/health", health, 0, HealthExpiry, cancellationToken);
        _tally.Add(Count.Health, delivery == Delivery.Taken ? 1 : 0);
        return delivery == Delivery.Taken;
    }

    private void Keep(GnssFix fix, bool oldest)
    {
        if (!_options.Late)
        {
            _tally.Add(Count.Dropped);
            return;
        }

        if (oldest)
        {
            _late.AddFirst(fix);
        }
        else
        {
            _late.AddLast(fix);
        }

        _tally.Add(Count.Waiting);
        if (_late.Count > MaxLate)
        {
            _late.RemoveFirst();
            _tally.Add(Count.Waiting, -1);
            _tally.Add(Count.Dropped);
        }
    }

    /// <summary>A broker that refuses for now must not be asked again at once.</summary>
    private static Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Pause, TimeProvider.System, cancellationToken);

    private void Wake()
    {
        if (_work.CurrentCount == 0)
        {
            try
            {
                _work.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke it at the same moment.
            }
        }
    }
}
