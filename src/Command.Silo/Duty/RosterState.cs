using System.Collections.Immutable;
using Command.Contracts.Duty;

namespace Command.Silo.Duty;

/// <summary>Shifts that are not long over, as stored.</summary>
internal sealed record RosterState(ImmutableArray<Shift> Shifts)
{
    public static readonly RosterState Empty = new([]);
}
