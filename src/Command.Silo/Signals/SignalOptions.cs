using System.ComponentModel.DataAnnotations;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>Options <c>Signals:*</c>: how soon signals must be answered, and what becomes of storms and of old ones.</summary>
public sealed record SignalOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Signals";

    /// <summary>Time to acknowledge a red signal; 5 s to 1 day. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Red { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time to acknowledge an orange signal; 5 s to 1 day. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Orange { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time to acknowledge a yellow signal; 5 s to 1 day. Default 3 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Yellow { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Time to acknowledge a blue signal; 5 s to 1 day. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Blue { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Signals of one source within <see cref="StormWindow"/> that are shown one by one; further ones are folded into a group; 1 to 1000. Default 20.</summary>
    [Range(1, 1000)]
    public int StormLimit { get; init; } = 20;

    /// <summary>Time over which a storm is counted, and how long a group waits for its next member; 1 s to 1 h. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan StormWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Days for which a signal stays in the list after it was closed or dismissed; its events stay for ever; 1 to 3650. Default 365.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; init; } = 365;

    /// <summary>Time to acknowledge a signal of this colour.</summary>
    public TimeSpan AnswerTime(SignalColour colour) =>
        colour switch
        {
            SignalColour.Red => Red,
            SignalColour.Orange => Orange,
            SignalColour.Yellow => Yellow,
            _ => Blue,
        };
}
