using System.Globalization;
using System.Runtime.InteropServices;

namespace Command.Tools.Bench;

/// <summary>What a figure was measured on: printed before every table.</summary>
internal static class MachineFacts
{
    public static string Describe()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} × {model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {memory} GiB, "
                + $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}, load {LoadAverage()}"
        );
    }

    public static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
