namespace Command.Silo.Signals;

/// <summary>
/// Counts what each source raised lately outside groups. Since everything beyond the limit is folded, no source ever has more than the limit in
/// here. Not thread-safe.
/// </summary>
internal sealed class StormWatch(int limit, TimeSpan window)
{
    private readonly Dictionary<string, Queue<(DateTimeOffset At, string UnitId)>> _raised = new(StringComparer.Ordinal);

    /// <summary>Whether one more of this source within the window is too many to be shown by itself.</summary>
    public bool IsStorm(string source, DateTimeOffset now) => Recent(source, now).Count >= limit;

    public void Add(string source, string unitId, DateTimeOffset at)
    {
        var recent = Recent(source, at);
        recent.Enqueue((at, unitId));
        if (recent.Count > limit)
        {
            recent.Dequeue(); // only after a restart with a lower limit
        }
    }

    /// <summary>The units of what was raised within the window.</summary>
    public IReadOnlyCollection<string> UnitsOf(string source, DateTimeOffset now) =>
        [.. Recent(source, now).Select(raised => raised.UnitId).Distinct()];

    private Queue<(DateTimeOffset At, string UnitId)> Recent(string source, DateTimeOffset now)
    {
        if (!_raised.TryGetValue(source, out var recent))
        {
            recent = new Queue<(DateTimeOffset, string)>();
            _raised.Add(source, recent);
        }
        while (recent.TryPeek(out var oldest) && now - oldest.At > window)
        {
            recent.Dequeue();
        }
        return recent;
    }
}
