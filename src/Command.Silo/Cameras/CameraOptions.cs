using System.ComponentModel.DataAnnotations;

namespace Command.Silo.Cameras;

/// <summary>Options <c>Cameras:*</c>.</summary>
public sealed record CameraOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Cameras";

    /// <summary>How long a camera must stay offline or degraded before a signal is raised; 0 to 1 day. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan OfflineSignalAfter { get; init; } = TimeSpan.FromSeconds(60);
}
