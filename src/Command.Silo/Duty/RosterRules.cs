using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Silo.Authority;
using Command.Silo.Common;

namespace Command.Silo.Duty;

/// <summary>What a shift may be. Pure.</summary>
internal static class RosterRules
{
    public const int MaximumShifts = 5000;
    public const int MaximumNote = 200;
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);
    public static readonly TimeSpan LongestQuery = TimeSpan.FromDays(92);

    /// <summary>Shifts that ended longer ago leave the list; the record keeps their events.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(92);

    public static Refusal? Check(RosterState state, ShiftDraft draft, DateTimeOffset now)
    {
        if (!(RoleCatalogue.Shipped.Find(draft.Role ?? "")?.ShiftBound ?? false))
        {
            return Refusal.InvalidField(
                "role",
                "role-not-shift-bound",
                $"'{draft.Role}' is no role that goes by shifts.",
                draft.Role ?? ""
            );
        }
        if (draft.Until <= draft.From || draft.Until - draft.From > Longest)
        {
            return Refusal.InvalidField("until", "shift-times", "A shift ends after its begin, at most 31 days later.");
        }
        if (draft.Until <= now)
        {
            return Refusal.InvalidField("until", "shift-over", "The shift would be over already.");
        }
        if (draft.Note is { Length: > MaximumNote } note)
        {
            return FieldRules.TooLong("note", "note-too-long", note.Length, MaximumNote);
        }
        if (FieldRules.CheckCharacters("note", draft.Note) is { } bad)
        {
            return bad;
        }
        if (state.Shifts.Count(shift => shift.Until > now - Kept) >= MaximumShifts)
        {
            return Refusal.Of(RefusalCode.Conflict, "too-many-shifts", $"There are {MaximumShifts} shifts already.");
        }
        return state.Shifts.Any(shift => IsOverlap(shift, draft))
            ? Refusal.Of(RefusalCode.Conflict, "shift-overlap", "The same person has an overlapping shift in the same role and unit.")
            : null;
    }

    private static bool IsOverlap(Shift shift, ShiftDraft draft) =>
        shift.AccountId == draft.AccountId
        && shift.Role == draft.Role
        && shift.UnitId == draft.UnitId
        && shift.From < draft.Until
        && draft.From < shift.Until;
}
