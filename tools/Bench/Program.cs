using Command.Tools.Bench;

const string Usage = """
    Bench VERB [--option value]…
      forward   [--viewers 100] [--seconds 10] [--rounds 3] [--peers command,janus]   one camera to many viewers: CPU per packet, memory
      join      [--joins 30] [--rounds 3] [--peers command,janus]   request to whole key frame, CPU per join
      fleet     [--count 300] [--live 20] [--seconds 60] [--broker embedded|mosquitto]   simulated recorders at 5 s telemetry: CPU, memory per
                twin, and that nothing is lost when the broker and the server are killed; beside it mosquitto alone under the same load
      telemetry [--connections 50] [--seconds 10] [--rounds 3]   positions from socket to twin, and mosquitto's plain fan-in of the same
      publish   [--loss 1,5,10] [--delay 40] [--seconds 30]   loss on the publisher's leg: freezes at a viewer, NACK, RTX, PLI; beside it without RTX
    Needs root, iproute2, and as peers Janus, mosquitto and nftables (apt). Build Command.Web and Simulator in the same configuration first.
    """;

var verbs = new Dictionary<string, (bool HasCamera, Func<BenchPlace, BenchOptions, CancellationToken, Task> RunAsync)>(
    StringComparer.Ordinal
)
{
    ["forward"] = (true, ForwardBench.RunAsync),
    ["join"] = (true, JoinBench.RunAsync),
    ["fleet"] = (false, FleetBench.RunAsync),
    ["telemetry"] = (false, TelemetryBench.RunAsync),
    ["publish"] = (false, PublishBench.RunAsync),
};
if (args.Length == 0 || !verbs.TryGetValue(args[0], out var verb))
{
    await Console.Out.WriteLineAsync(Usage);
    return args is [] or ["help" or "--help"] ? 0 : 2;
}
try
{
    // The second run of this program, inside the clients' namespace, is told the servers' one.
    if (args is [_, "--inside", var serverNamespace, ..])
    {
        using var stopping = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stopping.Cancel();
        };
        var options = BenchOptions.Parse(args.AsSpan(3));
        await using var place = verb.HasCamera
            ? await BenchPlace.OpenWithCameraAsync(serverNamespace, stopping.Token)
            : BenchPlace.Open(serverNamespace);
        await Console.Out.WriteLineAsync(MachineFacts.Describe());
        await verb.RunAsync(place, options, stopping.Token);
        return 0;
    }
    _ = BenchOptions.Parse(args.AsSpan(1));
    using var lab = NetworkLab.Create();
    return lab.RunInClientNamespace([args[0], "--inside", lab.ServerNamespace, .. args[1..]]);
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
