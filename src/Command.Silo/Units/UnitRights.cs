using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Units;

/// <summary>What may be done with the unit tree.</summary>
internal static class UnitRights
{
    public static readonly Right See = new(Rights.UnitSee);

    public static readonly Right Manage = new(Rights.UnitManage);
}
