using Command.Tools.Bench;

const string Usage = """
    Bench VERB [--peers command,janus] [--rounds 3]
      forward  [--viewers 100] [--seconds 10]   one camera to many viewers: CPU per packet, memory
      join     [--joins 30]                     request to whole key frame, CPU per join
    Needs root, iproute2 and, as a peer, Janus (apt). Build Command.Web and Simulator in the same configuration first.
    """;

var verbs = new Dictionary<string, Func<BenchPlace, BenchOptions, CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["forward"] = ForwardBench.RunAsync,
    ["join"] = JoinBench.RunAsync,
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
        await using var place = await BenchPlace.OpenAsync(serverNamespace, stopping.Token);
        await Console.Out.WriteLineAsync(MachineFacts.Describe());
        await verb(place, options, stopping.Token);
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
