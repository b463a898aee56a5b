using Command.Contracts.Common;
using Command.Contracts.Units;

namespace Command.Silo.Units;

/// <summary>One unit as it is stored inside the tree.</summary>
/// <param name="Version">Counts accepted commands about this unit, from 1.</param>
internal sealed record UnitNode(string Id, string Name, string? Code, string? ParentId, Place? Place, int Order, long Version)
{
    public UnitDetails ToDetails() => new(Id, Name, Code, ParentId, Place, Order, Version);
}
