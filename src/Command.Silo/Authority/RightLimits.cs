namespace Command.Silo.Authority;

/// <summary>How far a granted right goes.</summary>
/// <param name="FootageAge">Only footage that is no older; null for any age.</param>
/// <param name="ViewTime">A viewing ends after so long; null for none.</param>
/// <param name="List">Only entries of this list; null for all.</param>
internal sealed record RightLimits(TimeSpan? FootageAge, TimeSpan? ViewTime, string? List)
{
    public static readonly RightLimits None = new(null, null, null);
}
