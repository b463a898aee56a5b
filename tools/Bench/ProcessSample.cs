using System.Globalization;

namespace Command.Tools.Bench;

/// <summary>CPU time and memory of one process, as the kernel accounts them.</summary>
/// <param name="CpuMicroseconds">User and system time of all threads since its start.</param>
/// <param name="ResidentBytes">Resident memory now.</param>
internal readonly record struct ProcessSample(long CpuMicroseconds, long ResidentBytes)
{
    private const long TicksPerSecond = 100; // USER_HZ, fixed on Linux
    private const long PageBytes = 4096;

    public static ProcessSample Read(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        // The name stands in brackets and may hold spaces: fields are counted after the last bracket (proc(5)).
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var pages = long.Parse(fields[21], CultureInfo.InvariantCulture);
        return new ProcessSample(ticks * (1_000_000 / TicksPerSecond), pages * PageBytes);
    }
}
