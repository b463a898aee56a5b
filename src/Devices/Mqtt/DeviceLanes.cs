namespace Command.Devices.Mqtt;

/// <summary>
/// One lane a device: what is run for one serial runs one after the other, in the order of the calls; different devices do not wait for each other.
/// A lane exists while something waits in it. Thread-safe.
/// </summary>
internal sealed class DeviceLanes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Devices for which something runs or waits.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Runs work when everything before it in its lane has ended; null when so many already run or wait there.</summary>
    /// <param name="serial">Which lane.</param>
    /// <param name="limit">Most that may run and wait before this.</param>
    /// <param name="work">Started on the thread pool; how it fails is the caller's to see, the lane goes on.</param>
    public Task<T>? TryRun<T>(string serial, int limit, Func<Task<T>> work)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(serial, out var lane))
            {
                lane = new Lane();
                _lanes.Add(serial, lane);
            }
            if (lane.Waiting >= limit)
            {
                return null;
            }
            lane.Waiting++;
            var turn = RunAfterAsync(lane.Last, serial, lane, work);
            lane.Last = turn;
            return turn;
        }
    }

    private async Task<T> RunAfterAsync<T>(Task before, string serial, Lane lane, Func<Task<T>> work)
    {
        // Yields always: the caller holds the gate.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (--lane.Waiting == 0)
                {
                    _lanes.Remove(serial);
                }
            }
        }
    }

    private sealed class Lane
    {
        public Task Last { get; set; } = Task.CompletedTask;

        public int Waiting { get; set; }
    }
}
