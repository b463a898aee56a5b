using System.ComponentModel.DataAnnotations;

namespace Command.Silo.Recorders;

/// <summary>Options <c>Recorders:*</c>: how long silence of a body-worn recorder is borne, and what is kept of its way.</summary>
public sealed record RecorderOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Recorders";

    /// <summary>How long a recorder whose connection was lost counts as connecting before it is offline; 1 s to 10 min. Default 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long a connected recorder may say nothing before its connection counts as lost, for a broker may not tell; longer than the 300 s at which
    /// recorders that lie still report; 6 min to 1 d. Default 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:06:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a field page counts as present after its last report; 10 s to 10 min. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan PageSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a recorder has to be offline before a signal is raised; 0 s to 1 h. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan OfflineSignalAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a recorder that was asked for its stream may take to begin; 5 s to 5 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Days for which positions are kept; 1 to 3650. Default 90.</summary>
    [Range(1, 3650)]
    public int TrackDays { get; init; } = 90;

    /// <summary>Longest time for which a position waits in memory before it is written; 100 ms to 10 s. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan TrackFlush { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Position messages that may wait to be written; beyond it live ones are dropped and counted, and those that have to be kept hold their sender
    /// back; 16 to 1,000,000. Default 20,000.
    /// </summary>
    [Range(16, 1_000_000)]
    public int TrackQueue { get; init; } = 20_000;
}
