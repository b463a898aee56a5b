using Command.Media.Analysis;
using Command.Media.Workers;

namespace Command.Media.Hosting;

/// <summary>
/// The program's other life: started with the verb <c>worker</c> it does one kind of work for the server that started it, over
/// its standard input and output, and ends when that server closes the pipe. Every executable of this system calls this first.
/// </summary>
public static class WorkerHost
{
    /// <summary>Exit code for a command line that names no known work (EX_USAGE).</summary>
    private const int WrongUsage = 64;

    /// <summary>Null when the arguments do not start with <c>worker</c>; else the exit code, after the work has ended.</summary>
    /// <param name="args">The program's arguments: <c>worker still [folder of the FFmpeg libraries]</c>.</param>
    public static async Task<int?> TryRunWorkerAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is not ["worker", ..])
        {
            return null;
        }

        IWorkerJob? job = args switch
        {
            ["worker", StillService.Verb] => new StillJob(null),
            ["worker", StillService.Verb, var directory] => new StillJob(directory),
            _ => null,
        };
        if (job is null)
        {
            await Console.Error.WriteLineAsync("usage: worker still [folder of the FFmpeg libraries]").ConfigureAwait(false);
            return WrongUsage;
        }

        var input = Console.OpenStandardInput();
        var output = Console.OpenStandardOutput();
        await using (input.ConfigureAwait(false))
        await using (output.ConfigureAwait(false))
        {
            Console.SetOut(Console.Error); // the pipe carries frames; a stray line of text would break them
            await WorkerLoop
                .RunAsync(input, output, job, new WorkerOptions().WorkerMessageLimit, CancellationToken.None)
                .ConfigureAwait(false);
        }

        return 0;
    }
}
