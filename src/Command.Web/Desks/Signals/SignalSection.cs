using Command.Contracts.Signals;

namespace Command.Web.Desks.Signals;

/// <summary>A part of the alarm list that is read page by page: one colour of the open ones, or everything.</summary>
/// <param name="colour">Null for every colour.</param>
internal sealed class SignalSection(SignalColour? colour)
{
    private readonly List<Signal> _signals = [];

    public SignalColour? Colour => colour;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Signal> Signals => _signals;

    /// <summary>How many there are on the server.</summary>
    public int Total { get; private set; }

    /// <summary>Where the next page begins; null when all are here.</summary>
    public string? Next { get; private set; }

    /// <summary>In the order of work: who is due first, then what somebody answers for.</summary>
    public IEnumerable<Signal> ByUrgency =>
        _signals
            .OrderBy(signal => signal.DueAt is null)
            .ThenBy(signal => signal.DueAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(signal => signal.RaisedAt);

    /// <summary>Adds a page that was read; what is here already stays once.</summary>
    public void Take(SignalPage page)
    {
        var known = _signals.Select(signal => signal.Id).ToHashSet(StringComparer.Ordinal);
        _signals.AddRange(page.Signals.Where(signal => known.Add(signal.Id)));
        Total = page.Total;
        Next = page.Next;
    }

    public Signal? Find(string id) => _signals.Find(signal => signal.Id == id);

    public void Remove(string id) => Total -= _signals.RemoveAll(signal => signal.Id == id);

    public void Insert(Signal signal)
    {
        var at = _signals.FindIndex(other => other.RaisedAt < signal.RaisedAt);
        _signals.Insert(at < 0 ? _signals.Count : at, signal);
        Total++;
    }
}
