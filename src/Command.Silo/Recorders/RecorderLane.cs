using System.Collections.Immutable;
using Command.Contracts.Recorders;
using Command.Devices.Mqtt;

namespace Command.Silo.Recorders;

/// <summary>
/// One recorder's telemetry between two calls of its grain: the newest of each kind. Points of the track are looked at here, so that none depends on
/// what the grain is told. Thread-safe.
/// </summary>
internal sealed class RecorderLane(string recorderId, RecorderMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly TrackFilter _filter = new();
    private TelemetryNews? _pending;
    private bool _isScheduled;

    public string RecorderId => recorderId;

    /// <summary>Last use, a timestamp of the time provider.</summary>
    public long UsedAt { get; set; }

    /// <summary>Believed points of a message, oldest first, ready to be stored; the newest becomes the recorder's position.</summary>
    public ImmutableArray<PositionRow> Take(BodyWornPositions message)
    {
        var rows = ImmutableArray.CreateBuilder<PositionRow>(message.Items.Length);
        lock (_gate)
        {
            foreach (var sample in message.Items.OrderBy(sample => sample.At))
            {
                var position = NewsMapping.ToPosition(sample);
                var verdict = _filter.Judge(position, message.ReceivedAt);
                if (verdict == PointVerdict.Good)
                {
                    rows.Add(PositionRow.Of(recorderId, sample.Sequence ?? 0, position));
                }
                else
                {
                    metrics.Dropped(verdict);
                }
                if (verdict is PointVerdict.Good or PointVerdict.NoFix)
                {
                    var isLive = !message.MustBeKept && !sample.Buffered;
                    Merge(message, null, position, isLive ? sample.At - message.ReceivedAt : null);
                }
            }
            if (rows.Count == 0 && _pending is null)
            {
                Merge(message, null, null, null); // it was heard, whatever it said
            }
        }
        return rows.ToImmutable();
    }

    public void Take(BodyWornHealth message)
    {
        lock (_gate)
        {
            Merge(message, NewsMapping.ToHealth(message), null, message.DeviceTime - message.ReceivedAt);
        }
    }

    /// <summary>True for the one caller who has to see to it that what is pending is told.</summary>
    public bool TrySchedule()
    {
        lock (_gate)
        {
            if (_isScheduled || _pending is null)
            {
                return false;
            }
            return _isScheduled = true;
        }
    }

    /// <summary>What is pending, which is then no longer; null when there is nothing.</summary>
    public TelemetryNews? Drain()
    {
        lock (_gate)
        {
            var pending = _pending;
            _pending = null;
            return pending;
        }
    }

    /// <summary>The scheduled telling is over.</summary>
    public void Scheduled()
    {
        lock (_gate)
        {
            _isScheduled = false;
        }
    }

    /// <summary>It could not be told; newer telemetry wins over it.</summary>
    public void GiveBack(TelemetryNews news)
    {
        lock (_gate)
        {
            _pending = _pending is null
                ? news
                : _pending with
                {
                    Health = _pending.Health ?? news.Health,
                    Position = _pending.Position ?? news.Position,
                };
        }
    }

    private void Merge(BodyWornMessage message, RecorderHealth? health, RecorderPosition? position, TimeSpan? clockOffset)
    {
        if (_pending is not { } pending)
        {
            _pending = new TelemetryNews(message.ReceivedAt, health, position, clockOffset) { Simulated = message.Simulated };
            return;
        }
        metrics.Merged();
        _pending = pending with
        {
            ReceivedAt = message.ReceivedAt,
            Health = health is not null && !(pending.Health?.At > health.At) ? health : pending.Health,
            Position = position is not null && !(pending.Position?.At > position.At) ? position : pending.Position,
            ClockOffset = clockOffset > pending.ClockOffset ? clockOffset : pending.ClockOffset ?? clockOffset,
            Simulated = pending.Simulated || message.Simulated,
        };
    }
}
