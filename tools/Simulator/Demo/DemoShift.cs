using System.Globalization;
using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Demo;

/// <summary>The duty officer of the demo site is always on shift: one shift follows the other, each as long as a shift may be.</summary>
/// <param name="system">Signed in as the system administrator.</param>
/// <param name="time">Clock.</param>
internal sealed class DemoShift(CommandApi system, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(31);

    /// <summary>The next shift is planned once the last one ends within this time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(24);

    /// <summary>Plans what is missing for the duty officer that is there; nothing when there is none.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var found = await system.GetAsync($"/api/v1/accounts?text={DemoStaff.DutyOfficer}", cancellationToken);
        var duty = found["accounts"]!.AsArray().FirstOrDefault(one => (string?)one?["userName"] == DemoStaff.DutyOfficer);
        if ((string?)duty?["unitId"] is { } unit && !duty!["disabled"]!.GetValue<bool>())
        {
            await EnsureAsync(duty["id"]!.GetValue<string>(), unit, cancellationToken);
        }
    }

    /// <summary>Plans what is missing.</summary>
    public async Task EnsureAsync(string accountId, string unitId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var query = $"accountId={accountId}&from={Written(now)}&until={Written(now + Length + Length)}";
        var end = (await system.GetAsync($"/api/v1/shifts?{query}", cancellationToken))["shifts"]!
            .AsArray()
            .Where(shift => (string?)shift!["role"] == DemoStaff.DutyRole && (string?)shift["unitId"] == unitId)
            .Select(shift => shift!["until"]!.GetValue<DateTimeOffset>())
            .Append(now)
            .Max();
        if (end - now > Ahead)
        {
            return;
        }
        var shift = new JsonObject
        {
            ["accountId"] = accountId,
            ["role"] = DemoStaff.DutyRole,
            ["unitId"] = unitId,
            ["from"] = end,
            ["until"] = end + Length,
            ["note"] = "演示班次 Demo shift",
        };
        await system.PostAsync("/api/v1/shifts", shift, cancellationToken);
    }

    private static string Written(DateTimeOffset instant) => Uri.EscapeDataString(instant.ToString("O", CultureInfo.InvariantCulture));
}
