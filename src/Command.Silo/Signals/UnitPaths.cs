using System.Collections.Immutable;
using Command.Contracts.Units;

namespace Command.Silo.Signals;

/// <summary>Which unit holds which, as storm control needs it. The empty id is the whole site, which holds every unit.</summary>
internal sealed class UnitPaths(ImmutableArray<UnitDetails> units)
{
    public const string Site = "";

    private readonly Dictionary<string, UnitDetails> _units = units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);

    public string? NameOf(string unitId) => _units.GetValueOrDefault(unitId)?.Name;

    public bool Holds(string outer, string inner) => outer == Site || Upwards(inner).Contains(outer);

    /// <summary>The lowest unit that holds all of them, or the site.</summary>
    public string Common(IEnumerable<string> unitIds)
    {
        List<string>? common = null;
        foreach (var unitId in unitIds)
        {
            var path = Upwards(unitId);
            common = common is null ? path : [.. common.Where(path.Contains)];
        }
        return common is [var lowest, ..] ? lowest : Site;
    }

    // The unit itself first. A unit that is not in the tree stands by itself.
    private List<string> Upwards(string unitId)
    {
        var path = new List<string>();
        for (var next = unitId; !string.IsNullOrEmpty(next) && !path.Contains(next); next = _units.GetValueOrDefault(next)?.ParentId)
        {
            path.Add(next);
        }
        return path;
    }
}
