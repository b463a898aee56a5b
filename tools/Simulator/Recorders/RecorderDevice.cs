using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Recorders;

/// <summary>The state of one recorder: its life, clock, battery, storage and where it is. Thread-safe.</summary>
internal sealed class RecorderDevice
{
    private const long StorageTotal = 64L << 30;
    private const double BytesPerSecondOfRecording = 500_000;
    private static readonly TimeSpan SosInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RecorderOptions _options;
    private readonly Walker _walker;
    private long _sequence;
    private double _battery;
    private double _storageFree;
    private DateTimeOffset _measured;
    private DateTimeOffset _drained;
    private TimeSpan _clockOffset;
    private TimeSpan _interval;
    private GnssFix? _last;

    public RecorderDevice(int number, RecorderOptions options, TimeProvider time)
    {
        Number = number;
        _options = options;
        _time = time;
        _walker = new Walker(options.Route, number);
        var random = new Random(number);
        _battery = 60 + (random.NextDouble() * 40);
        _storageFree = StorageTotal * (0.3 + (0.6 * random.NextDouble()));
        _clockOffset = options.ClockOffset;
        _interval = options.Interval;
        _measured = _drained = time.GetUtcNow();
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>Names this life; a reboot makes a new one.</summary>
    public string Boot { get; private set; } = NewBoot();

    /// <summary>It records to its own storage.</summary>
    public bool Recording { get; set; } = true;

    /// <summary>An SOS of it is open.</summary>
    public bool Sos { get; set; }

    /// <summary>The device's own clock.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return _time.GetUtcNow() + _clockOffset;
            }
        }
    }

    /// <summary>Between two positions, as ordered; shorter during an SOS.</summary>
    public TimeSpan Interval
    {
        get
        {
            lock (_gate)
            {
                return Sos && _interval > SosInterval ? SosInterval : _interval;
            }
        }
        set
        {
            lock (_gate)
            {
                _interval = value;
            }
        }
    }

    /// <summary>0 to 100.</summary>
    public int BatteryPercent
    {
        get
        {
            lock (_gate)
            {
                return (int)Math.Ceiling(_battery);
            }
        }
    }

    /// <summary>Boot and the next number in it.</summary>
    public (string Boot, long Sequence) Next()
    {
        lock (_gate)
        {
            return (Boot, ++_sequence);
        }
    }

    /// <summary>What every message starts with, with its number taken.</summary>
    public JsonObject StartMessage()
    {
        var (boot, sequence) = Next();
        return RecorderPayloads.Start(boot, sequence, Now);
    }

    /// <summary>Sets the clock.</summary>
    public void SetClock(DateTimeOffset now)
    {
        lock (_gate)
        {
            _clockOffset = now - _time.GetUtcNow();
        }
    }

    /// <summary>A new life: numbers start again.</summary>
    public void Reboot()
    {
        lock (_gate)
        {
            Boot = NewBoot();
            _sequence = 0;
        }
    }

    /// <summary>Walks on to the present and measures.</summary>
    public GnssFix Measure()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            _last = _walker.Walk(now - _measured, Boot, ++_sequence, now + _clockOffset);
            _measured = now;
            return _last;
        }
    }

    /// <summary>Where it was last.</summary>
    public GnssFix Position()
    {
        lock (_gate)
        {
            return _last ?? Measure();
        }
    }

    /// <summary>Battery, storage, network and heat now.</summary>
    /// <param name="live">It streams, which costs half as much again.</param>
    /// <param name="crossed">20 or 10 when the battery fell to it since the last report, else null.</param>
    public JsonObject Health(bool live, out int? crossed)
    {
        lock (_gate)
        {
            var before = (int)Math.Ceiling(_battery);
            var now = _time.GetUtcNow();
            var elapsed = now - _drained;
            _drained = now;
            _battery = Math.Max(1, _battery - (elapsed.TotalHours * _options.DrainPerHour * (live ? 1.5 : 1)));
            _storageFree = Recording ? Math.Max(0, _storageFree - (elapsed.TotalSeconds * BytesPerSecondOfRecording)) : _storageFree;
            var after = (int)Math.Ceiling(_battery);
            crossed =
                before > 20 && after <= 20 ? 20
                : before > 10 && after <= 10 ? 10
                : null;
            var rssi = -70 - Random.Shared.Next(30);
            var health = RecorderPayloads.Start(Boot, ++_sequence, now + _clockOffset);
            health["battery"] = after;
            health["charging"] = false;
            health["temp"] = Math.Round((live ? 38 : 31) + (2 * Random.Shared.NextDouble()), 1);
            health["disk"] = new JsonObject { ["free"] = (long)_storageFree, ["total"] = StorageTotal };
            health["rssi"] = rssi;
            health["bars"] = Math.Clamp((rssi + 110) / 8, 0, 5);
            health["recording"] = Recording;
            return health;
        }
    }

    private static string NewBoot() => Guid.NewGuid().ToString("n")[..12];
}
