using System.Collections.Immutable;

namespace Command.Silo.Units;

/// <summary>All units of the site: one aggregate, because a move must not race another move into a cycle.</summary>
internal sealed record UnitState(ImmutableArray<UnitNode> Units)
{
    public static readonly UnitState Empty = new([]);

    public UnitNode? Find(string? id) => id is null ? null : Units.FirstOrDefault(unit => unit.Id == id);

    /// <summary>Parents before children, siblings by order, then name, then id.</summary>
    public ImmutableArray<UnitNode> InTreeOrder()
    {
        var children = Units.ToLookup(unit => unit.ParentId);
        var result = ImmutableArray.CreateBuilder<UnitNode>(Units.Length);
        Visit(null);
        return result.ToImmutable();

        void Visit(string? parent)
        {
            var siblings = children[parent]
                .OrderBy(unit => unit.Order)
                .ThenBy(unit => unit.Name, StringComparer.Ordinal)
                .ThenBy(unit => unit.Id, StringComparer.Ordinal);
            foreach (var unit in siblings)
            {
                result.Add(unit);
                Visit(unit.Id);
            }
        }
    }
}
