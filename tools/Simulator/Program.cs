using System.Runtime.InteropServices;
using Command.Tools.Simulator.Verbs;

namespace Command.Tools.Simulator;

/// <summary>Devices that do not exist, over the real protocols of devices that do. One verb per class of devices.</summary>
internal static class Program
{
    /// <summary>Exit code for a command line that cannot be understood (EX_USAGE).</summary>
    private const int WrongUsage = 64;

    private static readonly Dictionary<string, Verb> Table = new(StringComparer.Ordinal)
    {
        ["cameras"] = new(CamerasVerb.Usage, CamerasVerb.RunAsync),
        ["check"] = new(CheckVerb.Usage, CheckVerb.RunAsync),
        ["recorders"] = new(RecordersVerb.Usage, RecordersVerb.RunAsync),
        ["demo"] = new(DemoVerb.Usage, DemoVerb.RunAsync),
    };

    private static async Task<int> Main(string[] args)
    {
        if (args.Length == 0 || !Table.TryGetValue(args[0], out var verb))
        {
            await Console.Error.WriteLineAsync(
                "usage: Simulator VERB [--option value]…\n" + string.Join('\n', Table.Values.Select(v => v.Usage))
            );
            return WrongUsage;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await verb.RunAsync(new VerbArguments(args.AsSpan(1)), stopping.Token);
        }
        catch (VerbException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\n{verb.Usage}");
            return WrongUsage;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }

    private sealed record Verb(string Usage, Func<VerbArguments, CancellationToken, Task<int>> RunAsync);
}
