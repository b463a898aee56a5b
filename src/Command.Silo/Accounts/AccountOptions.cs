using System.ComponentModel.DataAnnotations;

namespace Command.Silo.Accounts;

/// <summary>Options <c>Accounts:*</c>.</summary>
public sealed record AccountOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Accounts";

    /// <summary>How long a session lives after its last refresh; 10 minutes to 90 days. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(14);
}
