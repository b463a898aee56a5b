using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Command.Media.WebRtc;

/// <summary>
/// One thread that sends for many peers: takes those that are ready, lets each send what waits, and sleeps.
/// </summary>
/// <remarks>
/// A peer is ready at most once at a time, so the list of ready ones is bounded by the number of peers. The thread is woken once per
/// batch of signals, not once per peer. Nothing on it is asynchronous, so a peer's keys and counters need no locks.
/// </remarks>
internal sealed partial class SendLoop : IDisposable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>When those that are held back go on: one moment for all, not a timer for each.</summary>
    private static readonly TimeSpan HoldPeriod = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly List<Ticket> _heldBack = [];
    private ImmutableArray<Ticket> _clients = [];
    private List<Ticket> _ready = [];
    private List<Ticket> _running = [];
    private long _resumeAt;
    private int _isAsleep;
    private volatile bool _isStopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the thread, for people with a debugger.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For defects.</param>
    public SendLoop(string name, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Viewers it sends for.</summary>
    public int ClientCount => _clients.Length;

    /// <summary>Adds a client; from now on it may be called.</summary>
    /// <returns>How to wake it, and how to remove it.</returns>
    public Ticket Add(ISendLoopClient client)
    {
        var ticket = new Ticket(this, client);
        lock (_gate)
        {
            _clients = _clients.Add(ticket);
        }
        return ticket;
    }

    /// <summary>Stops the thread and waits for it; clients are not told.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
        _wake.Dispose();
    }

    private void Run()
    {
        var nextTick = _time.GetTimestamp();
        var tickLength = (long)(TickPeriod.TotalSeconds * _time.TimestampFrequency);
        while (!_isStopping)
        {
            var now = _time.GetTimestamp();
            if (now >= nextTick)
            {
                nextTick = now + tickLength;
                TickAll(now);
            }
            if (_heldBack.Count > 0 && now >= _resumeAt)
            {
                Resume();
            }
            if (!RunReady())
            {
                Sleep(now);
            }
        }
    }

    private bool RunReady()
    {
        lock (_gate)
        {
            (_ready, _running) = (_running, _ready);
        }
        if (_running.Count == 0)
        {
            return false;
        }
        var now = _time.GetTimestamp();
        foreach (var ticket in _running)
        {
            ticket.BeginRun();
            try
            {
                ticket.Client.Run(now);
            }
            catch (Exception e)
            {
                Fail(ticket, e);
            }
        }
        _running.Clear();
        return true;
    }

    private void TickAll(long now)
    {
        foreach (var ticket in _clients)
        {
            try
            {
                ticket.Client.Tick(now);
            }
            catch (Exception e)
            {
                Fail(ticket, e);
            }
        }
    }

    private void Resume()
    {
        foreach (var ticket in _heldBack)
        {
            ticket.Resume();
        }
        _heldBack.Clear();
    }

    private void HoldBack(Ticket ticket)
    {
        if (_heldBack.Count == 0)
        {
            _resumeAt = _time.GetTimestamp() + (long)(HoldPeriod.TotalSeconds * _time.TimestampFrequency);
        }
        _heldBack.Add(ticket);
    }

    private TimeSpan Patience(long now)
    {
        if (_heldBack.Count == 0)
        {
            return TickPeriod;
        }
        // Whole milliseconds are what a wait knows; less would be none at all.
        var milliseconds = Math.Ceiling(_time.GetElapsedTime(now, _resumeAt).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, TickPeriod.TotalMilliseconds));
    }

    private void Sleep(long now)
    {
        Volatile.Write(ref _isAsleep, 1);
        Interlocked.MemoryBarrier();
        bool isIdle;
        lock (_gate)
        {
            isIdle = _ready.Count == 0;
        }
        if (isIdle)
        {
            _wake.WaitOne(Patience(now));
        }
        Volatile.Write(ref _isAsleep, 0);
    }

    private void Enqueue(Ticket ticket)
    {
        lock (_gate)
        {
            _ready.Add(ticket);
        }
        if (Volatile.Read(ref _isAsleep) != 0 && Interlocked.Exchange(ref _isAsleep, 0) != 0 && !_isStopping)
        {
            _wake.Set();
        }
    }

    private void Remove(Ticket ticket)
    {
        lock (_gate)
        {
            _clients = _clients.Remove(ticket);
        }
    }

    private void Fail(Ticket ticket, Exception exception)
    {
        Log.ClientFailed(_logger, exception);
        ticket.Client.Fail(exception);
    }

    /// <summary>A client's place in the loop. Thread-safe.</summary>
    internal sealed class Ticket(SendLoop loop, ISendLoopClient client)
    {
        private int _isReady;
        private bool _isHeldBack;

        /// <summary>The client.</summary>
        public ISendLoopClient Client { get; } = client;

        /// <summary>There is something to do; calls until the next run are one.</summary>
        public void Signal()
        {
            if (Volatile.Read(ref _isReady) == 0 && Interlocked.Exchange(ref _isReady, 1) == 0)
            {
                loop.Enqueue(this);
            }
        }

        /// <summary>There is something to do in a few milliseconds. Only from within a run or a tick.</summary>
        public void SignalSoon()
        {
            if (!_isHeldBack)
            {
                _isHeldBack = true;
                loop.HoldBack(this);
            }
        }

        /// <summary>The few milliseconds are over.</summary>
        public void Resume()
        {
            _isHeldBack = false;
            Signal();
        }

        /// <summary>No more ticks; a run may follow if it was signalled.</summary>
        public void Remove() => loop.Remove(this);

        /// <summary>Signals from now on lead to another run.</summary>
        public void BeginRun() => Interlocked.Exchange(ref _isReady, 0);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "SendLoopClientFailed",
            Level = LogLevel.Error,
            Message = "A session failed in the send loop; it ends, the others go on"
        )]
        public static partial void ClientFailed(ILogger logger, Exception exception);
    }
}
