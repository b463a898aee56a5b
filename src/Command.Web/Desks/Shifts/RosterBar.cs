using Command.Contracts.Duty;

namespace Command.Web.Desks.Shifts;

/// <summary>One shift in the week view.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Lane">0 for the first line of its person; overlapping shifts stand below each other.</param>
/// <param name="StartShare">Where it begins in the week, 0 to 1.</param>
/// <param name="LengthShare">How much of the week it fills.</param>
internal sealed record RosterBar(Shift Shift, int Lane, double StartShare, double LengthShare);
