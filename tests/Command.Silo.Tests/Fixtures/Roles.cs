using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Duty;

namespace Command.Silo.Tests.Fixtures;

/// <summary>Gives people roles, as the installer does.</summary>
internal static class Roles
{
    /// <summary>What somebody needs who does everything that operating and keeping devices is: no two administrator roles.</summary>
    public static readonly string[] Everything = ["commander", "duty-officer", "field-officer", "device-engineer", "system-admin"];

    private static readonly CommandContext Installer = CommandContext.System("fixture");

    /// <summary>Grants roles; one that goes by shifts gets a shift of a month.</summary>
    public static async Task GrantAsync(
        IGrainFactory grains,
        TimeProvider time,
        string accountId,
        string? unitId,
        IReadOnlyCollection<string> roles,
        CancellationToken cancellationToken
    )
    {
        foreach (var role in roles)
        {
            var draft = new RoleGrantDraft(role, role == "system-admin" ? null : unitId, [], null, null, "tests");
            var granted = await grains.GetGrain<IAccessGrain>(accountId).GrantAsync(Installer, draft, cancellationToken);
            Assert.True(granted.Refusal is null or { Reason: "role-held" }, granted.Refusal?.Detail);
            if (role is "commander" or "duty-officer" or "dispatcher")
            {
                var from = time.GetUtcNow().AddDays(-1);
                var shift = new ShiftDraft(accountId, role, unitId, from, from.AddDays(31), null);
                Assert.Null((await grains.GetGrain<IRosterGrain>("site").PlanAsync(Installer, shift, cancellationToken)).Refusal);
            }
        }
    }
}
