using System.Collections.Immutable;

namespace Command.Web.Desks.Shifts;

/// <summary>One person's week.</summary>
internal sealed record RosterRow(string AccountId, string Name, int Lanes, ImmutableArray<RosterBar> Bars);
