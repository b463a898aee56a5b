using System.Collections.Frozen;
using Command.Contracts.Authority;

namespace Command.Web.Desks.Access;

/// <summary>What somebody holds now, wherever: for hiding what would be refused. The silo decides each act by itself.</summary>
/// <param name="Rights">Rights held somewhere; null while nobody could tell, and then nothing is hidden.</param>
/// <param name="Glass">Set while they have broken the glass.</param>
internal sealed record OwnAccess(FrozenSet<string>? Rights, BreakGlass? Glass)
{
    /// <summary>Nobody could tell.</summary>
    public static OwnAccess Unknown { get; } = new(null, null);

    /// <summary>Could one of these succeed somewhere?</summary>
    public bool May(params ReadOnlySpan<string> rights)
    {
        if (Rights is null)
        {
            return true;
        }
        foreach (var right in rights)
        {
            if (Rights.Contains(right))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>May they break the glass? A commander may off shift too: an emergency does not wait for the roster.</summary>
    public bool MayBreakGlass { get; private init; }

    public static OwnAccess Of(AccessReport report) =>
        new(report.Lines.Where(line => line.Active).Select(line => line.Right.Right).ToFrozenSet(StringComparer.Ordinal), report.BreakGlass)
        {
            MayBreakGlass = report.Lines.Any(line =>
                line.Right.Right == Contracts.Authority.Rights.BreakGlassUse && line.Inactive is null or "off-shift"
            ),
        };
}
