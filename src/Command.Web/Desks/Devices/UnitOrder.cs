using Command.Contracts.Units;

namespace Command.Web.Desks.Devices;

/// <summary>Units in reading order.</summary>
internal static class UnitOrder
{
    /// <summary>Each unit before what is in it, with its depth.</summary>
    public static List<(UnitDetails Unit, int Depth)> DepthFirst(IReadOnlyCollection<UnitDetails> units)
    {
        var known = units.Select(unit => unit.Id).ToHashSet(StringComparer.Ordinal);
        var children = units.ToLookup(unit => unit.ParentId is { } parent && known.Contains(parent) ? parent : "", StringComparer.Ordinal);
        var rows = new List<(UnitDetails, int)>(units.Count);
        Add("", 0);
        return rows;

        void Add(string parent, int depth)
        {
            foreach (var unit in children[parent].OrderBy(unit => unit.Order).ThenBy(unit => unit.Name, StringComparer.OrdinalIgnoreCase))
            {
                rows.Add((unit, depth));
                Add(unit.Id, depth + 1);
            }
        }
    }

    /// <summary>The units that may hold <paramref name="unitId"/>: all but itself and what is in it.</summary>
    public static List<(UnitDetails Unit, int Depth)> PossibleParents(IReadOnlyCollection<UnitDetails> units, string? unitId)
    {
        var rows = DepthFirst(units);
        var at = rows.FindIndex(row => row.Unit.Id == unitId);
        if (at >= 0)
        {
            var end = rows.FindIndex(at + 1, row => row.Depth <= rows[at].Depth);
            rows.RemoveRange(at, (end < 0 ? rows.Count : end) - at);
        }
        return rows;
    }
}
