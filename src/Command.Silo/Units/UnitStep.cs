using Command.Contracts.Common;

namespace Command.Silo.Units;

/// <summary>What a command about the tree leads to: a new state and the unit it is about, or a refusal.</summary>
internal readonly record struct UnitStep(UnitState? State, UnitNode? Unit, Refusal? Refusal)
{
    public static UnitStep To(UnitState state, UnitNode unit) => new(state, unit, null);

    public static UnitStep Refuse(Refusal refusal) => new(null, null, refusal);
}
