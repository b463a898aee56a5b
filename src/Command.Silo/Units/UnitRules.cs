using Command.Contracts.Common;
using Command.Contracts.Units;
using Command.Silo.Common;

namespace Command.Silo.Units;

/// <summary>The rules of the tree as pure functions.</summary>
internal static class UnitRules
{
    public const int MaxDepth = 12;

    /// <summary>A courthouse has hundreds of units; the bound keeps one aggregate small enough to write as a whole.</summary>
    public const int MaxUnits = 5_000;

    public static UnitStep Create(UnitState tree, string id, UnitDraft draft)
    {
        if (tree.Units.Length >= MaxUnits)
        {
            return UnitStep.Refuse(
                Refusal.Of(RefusalCode.Conflict, "too-many-units", $"The tree holds {MaxUnits} units already; that is its limit.")
            );
        }
        var unit = Apply(new UnitNode(id, "", null, null, null, 0, 0), draft);
        return Check(tree, unit) is { } refusal ? UnitStep.Refuse(refusal) : UnitStep.To(tree with { Units = tree.Units.Add(unit) }, unit);
    }

    public static UnitStep Update(UnitState tree, string id, UnitDraft draft, long? expectedVersion)
    {
        if (tree.Find(id) is not { } current)
        {
            return UnitStep.Refuse(NotFound(id));
        }
        if (expectedVersion is { } expected && expected != current.Version)
        {
            return UnitStep.Refuse(Refusals.VersionConflict("unit", current.Version, expected));
        }
        var unit = Apply(current, draft);
        return Check(tree, unit) is { } refusal
            ? UnitStep.Refuse(refusal)
            : UnitStep.To(tree with { Units = tree.Units.Replace(current, unit) }, unit);
    }

    /// <param name="tree">The tree.</param>
    /// <param name="id">The unit to remove.</param>
    /// <param name="devices">How many devices it has.</param>
    /// <param name="expectedVersion">The version the order was made from; null for any.</param>
    public static UnitStep Delete(UnitState tree, string id, int devices, long? expectedVersion)
    {
        if (tree.Find(id) is not { } unit)
        {
            return UnitStep.Refuse(NotFound(id));
        }
        if (expectedVersion is { } expected && expected != unit.Version)
        {
            return UnitStep.Refuse(Refusals.VersionConflict("unit", unit.Version, expected));
        }
        if (tree.Units.Any(other => other.ParentId == id))
        {
            return UnitStep.Refuse(
                Refusal.Of(RefusalCode.Conflict, "unit-has-units", $"Unit {unit.Name} still has units below it; move or remove them first.")
            );
        }
        return devices > 0
            ? UnitStep.Refuse(
                new Refusal(
                    RefusalCode.Conflict,
                    "unit-has-devices",
                    $"Unit {unit.Name} still has {devices} devices; move or remove them first.",
                    [unit.Name, $"{devices}"],
                    null
                )
            )
            : UnitStep.To(tree with { Units = tree.Units.Remove(unit) }, unit);
    }

    public static Refusal NotFound(string id) => Refusal.Of(RefusalCode.NotFound, "unit-not-found", $"There is no unit {id}.");

    private static UnitNode Apply(UnitNode unit, UnitDraft draft) =>
        unit with
        {
            Name = FieldRules.Normalise(draft.Name),
            Code = FieldRules.NormaliseOptional(draft.Code),
            ParentId = FieldRules.NormaliseOptional(draft.ParentId),
            Place = draft.Place,
            Order = draft.Order,
            Version = unit.Version + 1,
        };

    private static Refusal? Check(UnitState tree, UnitNode unit) =>
        FieldRules.CheckName(unit.Name)
        ?? FieldRules.CheckCode(unit.Code)
        ?? FieldRules.CheckPlace(unit.Place)
        ?? CheckParent(tree, unit)
        ?? CheckSiblings(tree, unit);

    private static Refusal? CheckParent(UnitState tree, UnitNode unit)
    {
        var depth = 1;
        for (var id = unit.ParentId; id is not null; depth++)
        {
            if (id == unit.Id)
            {
                return new Refusal(
                    RefusalCode.Conflict,
                    "unit-cycle",
                    $"Unit {unit.Name} cannot lie inside itself or a unit below it.",
                    [unit.Name],
                    "parentId"
                );
            }
            if (tree.Find(id) is not { } parent)
            {
                return new Refusal(RefusalCode.NotFound, "parent-not-found", $"There is no parent unit {id}.", [id], "parentId");
            }
            id = parent.ParentId;
        }
        var total = depth + HeightBelow(tree, unit.Id);
        return total > MaxDepth
            ? new Refusal(
                RefusalCode.Conflict,
                "tree-too-deep",
                $"The tree would be {total} levels deep; {MaxDepth} is the limit.",
                [$"{MaxDepth}"],
                "parentId"
            )
            : null;
    }

    private static int HeightBelow(UnitState tree, string id)
    {
        var height = 0;
        foreach (var child in tree.Units.Where(unit => unit.ParentId == id))
        {
            height = Math.Max(height, 1 + HeightBelow(tree, child.Id));
        }
        return height;
    }

    private static Refusal? CheckSiblings(UnitState tree, UnitNode unit)
    {
        var taken = tree.Units.Any(other =>
            other.Id != unit.Id
            && other.ParentId == unit.ParentId
            && string.Equals(other.Name, unit.Name, StringComparison.OrdinalIgnoreCase)
        );
        return taken
            ? new Refusal(RefusalCode.Conflict, "name-taken", $"A sibling is already called {unit.Name}.", [unit.Name], "name")
            : null;
    }
}
