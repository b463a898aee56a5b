using System.Diagnostics;

namespace Command.Tools.Bench;

/// <summary>
/// Two network namespaces joined by a veth pair: servers in one, clients in the other. Janus leaves the loopback interface out, and no
/// traffic of a bench may leave the machine. Needs root and iproute2.
/// </summary>
internal sealed class NetworkLab : IDisposable
{
    public const string ServerAddress = "10.231.7.1";
    public const string ClientAddress = "10.231.7.2";

    /// <summary>A second address of the clients: what comes from it may be lost on the way.</summary>
    public const string LossyAddress = "10.231.7.3";

    private readonly string _server = $"cmdbench-s{Environment.ProcessId}";
    private readonly string _client = $"cmdbench-c{Environment.ProcessId}";

    private NetworkLab() { }

    public string ServerNamespace => _server;

    public static NetworkLab Create()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            throw new BenchException("This bench makes network namespaces: run it as root on Linux.");
        }
        var lab = new NetworkLab();
        try
        {
            Ip($"netns add {lab._server}");
            Ip($"netns add {lab._client}");
            Ip($"link add vs{Environment.ProcessId} netns {lab._server} type veth peer name vc{Environment.ProcessId} netns {lab._client}");
            Ip($"-n {lab._server} addr add {ServerAddress}/24 dev vs{Environment.ProcessId}");
            Ip($"-n {lab._client} addr add {ClientAddress}/24 dev vc{Environment.ProcessId}");
            Ip($"-n {lab._client} addr add {LossyAddress}/24 dev vc{Environment.ProcessId}");
            Ip($"-n {lab._server} link set vs{Environment.ProcessId} up");
            Ip($"-n {lab._client} link set vc{Environment.ProcessId} up");
            Ip($"-n {lab._server} link set lo up");
            Ip($"-n {lab._client} link set lo up");
            return lab;
        }
        catch
        {
            lab.Dispose();
            throw;
        }
    }

    /// <summary>Runs this program again inside the client namespace and waits for it.</summary>
    public int RunInClientNamespace(params IEnumerable<string> arguments)
    {
        using var process = Start("ip", ["netns", "exec", _client, .. Self(), .. arguments], null);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Starts a server in the server namespace; its output goes to <paramref name="logFile"/>.</summary>
    public static Process StartInNamespace(string name, string logFile, params IEnumerable<string> command) =>
        Start("ip", ["netns", "exec", name, .. command], logFile);

    /// <summary>
    /// Loses a share of the datagrams between a server namespace and <see cref="LossyAddress"/>, in both directions, from now on. This kernel has no
    /// netem; nftables draws the numbers.
    /// </summary>
    public static void Lose(string serverNamespace, int percent)
    {
        if (!File.Exists("/usr/sbin/nft"))
        {
            throw new BenchException("nft is missing: apt-get install nftables");
        }
        var rules =
            "add table inet lab\n"
            + "flush table inet lab\n"
            + "add chain inet lab incoming { type filter hook input priority 0; }\n"
            + "add chain inet lab outgoing { type filter hook output priority 0; }\n"
            + $"add rule inet lab incoming ip saddr {LossyAddress} meta l4proto udp numgen random mod 1000 < {percent * 10} counter drop\n"
            + $"add rule inet lab outgoing ip daddr {LossyAddress} meta l4proto udp numgen random mod 1000 < {percent * 10} counter drop\n";
        var start = new ProcessStartInfo("ip", ["netns", "exec", serverNamespace, "nft", "-f", "-"]) { RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new BenchException("Could not start ip.");
        process.StandardInput.Write(percent == 0 ? "add table inet lab\nflush table inet lab\n" : rules);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchException("nft refused the rules: does this kernel have nf_tables with numgen?");
        }
    }

    public void Dispose()
    {
        foreach (var name in new[] { _server, _client })
        {
            using var process = Start("ip", ["netns", "del", name], "/dev/null");
            process.WaitForExit();
        }
    }

    /// <summary>How to start this very program.</summary>
    public static IEnumerable<string> Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, typeof(NetworkLab).Assembly.Location]
            : [Environment.ProcessPath!];

    private static Process Start(string program, IEnumerable<string> arguments, string? logFile)
    {
        var start = new ProcessStartInfo(program, arguments);
        if (logFile is not null)
        {
            // A shell redirects, so that no pipe of ours can fill and stop the server.
            start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", logFile, program, .. start.ArgumentList]);
        }
        return Process.Start(start) ?? throw new BenchException($"Could not start {program}.");
    }

    private static void Ip(string arguments)
    {
        using var process = Start("ip", arguments.Split(' '), null);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchException($"ip {arguments} failed: root and iproute2 are needed.");
        }
    }
}
