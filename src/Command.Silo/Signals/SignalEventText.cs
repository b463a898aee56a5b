using Command.Contracts.Common;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>A signal in the words of the audit record.</summary>
internal sealed record SignalEventText(
    string Source,
    SignalSubject Subject,
    string UnitId,
    SignalColour Colour,
    SignalState State,
    DateTimeOffset At,
    int Count,
    int Grouped,
    Place? Place,
    string? Detail,
    bool Overdue,
    bool Simulated
)
{
    public static SignalEventText Of(StoredSignal signal) =>
        new(
            signal.Source,
            signal.Subject,
            signal.UnitId,
            signal.Colour,
            signal.State,
            signal.At,
            signal.Count,
            signal.Members.Length,
            signal.Place,
            signal.Detail,
            signal.Overdue,
            signal.Simulated
        );
}
