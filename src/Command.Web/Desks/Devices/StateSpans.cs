using Command.Contracts.Common;

namespace Command.Web.Desks.Devices;

/// <summary>A device's history as a band of time.</summary>
internal static class StateSpans
{
    /// <summary>The states between two times, in order, without gaps; before the oldest change that is known it was what that change left.</summary>
    /// <param name="changes">Newest first.</param>
    /// <param name="now">The state at the end, for a device without a change.</param>
    /// <param name="from">Begin of the band.</param>
    /// <param name="until">Its end.</param>
    public static List<StateSpan> Of(IReadOnlyList<StateChange> changes, DeviceState now, DateTimeOffset from, DateTimeOffset until)
    {
        var whole = (until - from).TotalSeconds;
        var spans = new List<StateSpan>();
        if (whole <= 0)
        {
            return spans;
        }
        var start = from;
        var state = changes.Count > 0 ? changes[^1].From : now;
        var cause = StateCause.None;
        foreach (var change in changes.Reverse())
        {
            var at = change.At > until ? until : change.At;
            if (at > start)
            {
                Add(at);
                start = at;
            }
            (state, cause) = (change.To, change.Cause);
        }
        Add(until);
        return spans;

        void Add(DateTimeOffset end)
        {
            if (end > start)
            {
                spans.Add(new StateSpan(state, cause, start, end, (end - start).TotalSeconds / whole));
            }
        }
    }
}
