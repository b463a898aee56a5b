using Command.Contracts.Common;

namespace Command.Silo.Common;

/// <summary>Refusals that several nouns give.</summary>
internal static class Refusals
{
    /// <summary>What is needed is not there now; the reason is the device's own cause.</summary>
    public static Refusal Unavailable(StateCause cause) =>
        Refusal.Of(RefusalCode.Unavailable, cause.Code, cause.Detail ?? $"The source gives nothing now: {cause.Code}.");

    public static Refusal VersionConflict(string what, long actual, long expected) =>
        new(
            RefusalCode.VersionConflict,
            "version-conflict",
            $"The {what} has version {actual}, the change was made from {expected}; read it again.",
            [$"{actual}", $"{expected}"],
            null
        );

    /// <summary>A device may not be put into this unit: outside the caller's scope the unit does not exist.</summary>
    public static Refusal Place(Refusal refusal, string unitId) =>
        refusal.Code == RefusalCode.NotFound
            ? Refusal.Of(RefusalCode.NotFound, "unit-not-found", $"There is no unit {unitId}.") with
            {
                Field = "unitId",
            }
            : refusal;

    /// <summary>Two orders met in the database; the later one lost and may be given again.</summary>
    public static Refusal Raced(string what) =>
        Refusal.Of(RefusalCode.Conflict, "changed-meanwhile", $"The {what} was changed at the same moment; read it again and try again.");
}
