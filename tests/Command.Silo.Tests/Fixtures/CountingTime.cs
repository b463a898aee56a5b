using Microsoft.Extensions.Time.Testing;

namespace Command.Silo.Tests.Fixtures;

/// <summary>Fake time that tells how many timers were armed, so that a test knows when a loop waits for it.</summary>
internal sealed class CountingTime : FakeTimeProvider
{
    private int _timers;

    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }
}
