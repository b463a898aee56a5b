using Microsoft.Extensions.Logging;

namespace Command.Media.WebRtc;

/// <summary>The send loops of a media server, one per core. A new session goes to the loop with the fewest.</summary>
internal sealed class SendLoopGroup : IDisposable
{
    private readonly SendLoop[] _loops;

    /// <summary>Starts the loops.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For defects.</param>
    public SendLoopGroup(int count, TimeProvider time, ILogger<SendLoop> logger)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _loops = new SendLoop[count];
        for (var i = 0; i < count; i++)
        {
            _loops[i] = new SendLoop($"media send {i}", time, logger);
        }
    }

    /// <summary>The loop with the fewest clients.</summary>
    public SendLoop Choose()
    {
        var chosen = _loops[0];
        foreach (var loop in _loops)
        {
            if (loop.ClientCount < chosen.ClientCount)
            {
                chosen = loop;
            }
        }
        return chosen;
    }

    /// <summary>Stops all loops.</summary>
    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}
