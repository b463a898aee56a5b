using System.Collections.Immutable;

namespace Command.Devices.Drivers;

/// <summary>How long a supervisor waits before it tries again.</summary>
public sealed record BackoffOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Devices:Backoff";

    /// <summary>Waits after the first, second … failure in a row; the last one repeats for ever. Not empty, each above zero.</summary>
    public ImmutableArray<TimeSpan> Steps { get; init; } =
    [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    /// <summary>Part of a wait that is random, 0 to 0.5: a thousand cameras behind one switch must not come back in the same second.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>A session that was online at least this long starts again with the first step.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after a failure.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="random">0 (shortest) to 1 (longest).</param>
    public TimeSpan WaitAfter(int failures, double random)
    {
        var step = Steps[Math.Clamp(failures - 1, 0, Steps.Length - 1)];
        return step * (1 + (Jitter * ((2 * random) - 1)));
    }

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Validate()
    {
        if (Steps.IsDefaultOrEmpty || Steps.Any(s => s <= TimeSpan.Zero || s > TimeSpan.FromHours(1)))
        {
            return $"{nameof(Steps)} must name at least one wait, each above zero and at most one hour.";
        }

        return Jitter is >= 0 and <= 0.5 ? null : $"{nameof(Jitter)} is {Jitter}; it must be 0 to 0.5.";
    }
}
