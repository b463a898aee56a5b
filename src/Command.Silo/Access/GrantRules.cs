using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Common;

namespace Command.Silo.Access;

/// <summary>Which roles may be granted and taken away, whoever asks. Pure.</summary>
internal static class GrantRules
{
    public const int MaximumRoles = 64;
    public const int MaximumGroups = 16;
    public const int MaximumReason = 200;

    /// <summary>What is wrong with a grant; null when nothing is.</summary>
    /// <param name="state">What the subject holds.</param>
    /// <param name="draft">What is to be granted.</param>
    /// <param name="now">Now.</param>
    public static Refusal? Check(AccessState state, RoleGrantDraft draft, DateTimeOffset now)
    {
        if (RoleCatalogue.Shipped.Find(draft.Role ?? "") is not { } role)
        {
            return Refusal.InvalidField("role", "role-unknown", $"There is no role '{draft.Role}'.", draft.Role ?? "");
        }
        if (CheckReason(draft.Reason) is { } reason)
        {
            return reason;
        }
        if (draft.GroupIds.Length > MaximumGroups)
        {
            return Refusal.InvalidField("groupIds", "too-many-groups", $"At most {MaximumGroups} groups are possible.", $"{MaximumGroups}");
        }
        if (draft.Until is { } until && (until <= now || until <= draft.From))
        {
            return Refusal.InvalidField("until", "grant-over", "The end lies before the begin, or is over already.");
        }
        if (role.Administrator && (draft.UnitId is not null || !draft.GroupIds.IsEmpty))
        {
            return Refusal.InvalidField("unitId", "administrators-whole-site", "An administrator role is held on the whole site.");
        }
        // One that lapses by itself would leave a site that nobody can repair.
        if (role.Administrator && (draft.From is not null || draft.Until is not null))
        {
            return Refusal.InvalidField("until", "administrators-no-end", "An administrator role is held until it is taken away.");
        }
        var running = state.Roles.Where(held => held.Until is not { } end || end > now).ToList();
        if (running.Count >= MaximumRoles)
        {
            return Refusal.Of(RefusalCode.Conflict, "too-many-roles", $"At most {MaximumRoles} roles can be held at once.");
        }
        // 三员分立: whoever runs, secures and audits a system are three people.
        if (role.Administrator && running.Find(held => IsAdministrator(held.Role) && held.Role != role.Id) is { } other)
        {
            return new Refusal(
                RefusalCode.Conflict,
                "separation-of-duties",
                $"Nobody holds two of the administrator roles; {other.Role} is held already.",
                [other.Role, role.Id],
                "role"
            );
        }
        return running.Exists(held => IsSame(held, draft))
            ? Refusal.Of(RefusalCode.Conflict, "role-held", $"The role {role.Id} is held there already.")
            : null;
    }

    public static Refusal? CheckReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaximumReason
            ? Refusal.InvalidField(
                "reason",
                "reason-required",
                $"A reason of 1 to {MaximumReason} characters is required.",
                $"{MaximumReason}"
            )
            : FieldRules.CheckCharacters("reason", reason);

    public static bool IsAdministrator(string role) => RoleCatalogue.Shipped.Find(role)?.Administrator ?? false;

    private static bool IsSame(GrantedRole held, RoleGrantDraft draft) =>
        held.Role == draft.Role
        && held.UnitId == draft.UnitId
        && held.From == draft.From
        && held.Until == draft.Until
        && held.GroupIds.Order(StringComparer.Ordinal).SequenceEqual(draft.GroupIds.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
