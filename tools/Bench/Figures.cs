namespace Command.Tools.Bench;

/// <summary>Medians and percentiles of a few samples.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> samples) => Percentile(samples, 0.5);

    /// <param name="samples">At least one.</param>
    /// <param name="fraction">0 to 1.</param>
    public static double Percentile(IEnumerable<double> samples, double fraction)
    {
        var sorted = samples.Order().ToArray();
        return sorted[(int)Math.Clamp(Math.Ceiling(fraction * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
