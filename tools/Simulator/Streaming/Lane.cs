using System.Collections.Immutable;
using System.Numerics;

namespace Command.Tools.Simulator.Streaming;

/// <summary>Everything that is sent at one rate. Ticks are numbered from the Unix epoch. Senders may come and go at any time.</summary>
internal sealed class Lane(int ticksPerSecond)
{
    private ImmutableArray<TrackSender> _senders = [];
    private long _last = -1;

    /// <summary>When the next tick falls.</summary>
    public DateTimeOffset NextDue => TimeOf(Volatile.Read(ref _last) + 1);

    public void Add(TrackSender sender) => ImmutableInterlocked.Update(ref _senders, static (all, one) => all.Add(one), sender);

    public void Remove(TrackSender sender) => ImmutableInterlocked.Update(ref _senders, static (all, one) => all.Remove(one), sender);

    /// <summary>The tick at or before a time.</summary>
    public long TickAt(DateTimeOffset at) =>
        (long)((BigInteger)(at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * ticksPerSecond / TimeSpan.TicksPerSecond);

    /// <summary>When a tick falls.</summary>
    public DateTimeOffset TimeOf(long tick)
    {
        var (seconds, rest) = Math.DivRem(tick, ticksPerSecond);
        // Rounded up, so that a wait until this time is never short of the tick.
        return DateTimeOffset
            .FromUnixTimeSeconds(seconds)
            .AddTicks(((rest * TimeSpan.TicksPerSecond) + ticksPerSecond - 1) / ticksPerSecond);
    }

    /// <summary>Sends every tick that is due.</summary>
    public void Run(DateTimeOffset now, FrameBuffer frame)
    {
        var due = TickAt(now);
        var last = _last;
        if (last < 0 || due < last - ticksPerSecond || due > last + ticksPerSecond)
        {
            // The start, or the clock was set, or this program was held up for a second: go on from here.
            // Senders notice the gap and wait for a key frame.
            last = due - 1;
        }

        while (last < due)
        {
            last++;
            Volatile.Write(ref _last, last);
            foreach (var sender in _senders)
            {
                sender.Send(last, now, frame);
            }
        }
    }
}
