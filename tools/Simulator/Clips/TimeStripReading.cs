namespace Command.Tools.Simulator.Clips;

/// <summary>What a picture says about its own time.</summary>
/// <param name="FramesPerSecond">25 on main streams, 15 on sub streams.</param>
/// <param name="FrameIndex">Number of the frame within the UTC minute.</param>
public readonly record struct TimeStripReading(int FramesPerSecond, int FrameIndex)
{
    /// <summary>When the picture was sent, as a time after the full UTC minute.</summary>
    public TimeSpan IntoMinute => TimeSpan.FromSeconds((double)FrameIndex / FramesPerSecond);

    /// <summary>
    /// How old the picture is, between −1 and 59 seconds: the minute itself is not in the picture. Slightly negative means that
    /// the clocks of sender and reader differ.
    /// </summary>
    public TimeSpan AgeAt(DateTimeOffset now)
    {
        var age = TimeSpan.FromTicks(now.UtcTicks % TimeSpan.TicksPerMinute) - IntoMinute;
        if (age < TimeSpan.FromSeconds(-1))
        {
            return age + TimeSpan.FromMinutes(1);
        }

        return age >= TimeSpan.FromSeconds(59) ? age - TimeSpan.FromMinutes(1) : age;
    }
}
