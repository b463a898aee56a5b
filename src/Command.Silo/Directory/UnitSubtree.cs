using Command.Silo.Units;

namespace Command.Silo.Directory;

/// <summary>A unit and everything below it.</summary>
internal static class UnitSubtree
{
    public static HashSet<string> Of(string unitId, IEnumerable<UnitRow> units)
    {
        var children = units.ToLookup(unit => unit.ParentId, unit => unit.Id);
        var found = new HashSet<string> { unitId };
        var open = new Stack<string>(found);
        while (open.TryPop(out var parent))
        {
            foreach (var child in children[parent])
            {
                if (found.Add(child))
                {
                    open.Push(child);
                }
            }
        }
        return found;
    }
}
