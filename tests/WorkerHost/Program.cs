namespace Command.WorkerHost;

/// <summary>
/// The smallest program that can be a worker, for tests of the engine without the server around it. It also plays workers that
/// misbehave.
/// </summary>
public static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["worker", "hang"]: // takes jobs, never answers
                await Console.OpenStandardOutput().WriteAsync(Ready);
                await Task.Delay(Timeout.Infinite);
                return 0;
            case ["worker", "babble"]: // writes something else into the pipe
                await Console.Out.WriteLineAsync("Hello, I am not a worker.");
                await Task.Delay(Timeout.Infinite);
                return 0;
            case ["worker", "fall"]: // dies with the first job, as a decoder crash would
                await Console.OpenStandardOutput().WriteAsync(Ready);
                _ = await Console.OpenStandardInput().ReadAsync(new byte[1]);
                await Console.Error.WriteLineAsync("segmentation fault, so to speak");
                return 139;
            default:
                return await Media.Hosting.WorkerHost.TryRunWorkerAsync(args) ?? 64;
        }
    }

    private static ReadOnlyMemory<byte> Ready => "CW\u0001\u0001\0\0\0\0\0\0\0\0"u8.ToArray();
}
