using System.Net;
using Command.Tools.Simulator.Clips;
using Command.Tools.Simulator.Rtsp;
using Command.Tools.Simulator.Streaming;

namespace Command.Tools.Simulator.Verbs;

/// <summary>RTSP cameras: one server, paths <c>/camera/{number}/main</c> and <c>/camera/{number}/sub</c>.</summary>
internal static class CamerasVerb
{
    public const string Usage =
        "  cameras [--count 6] [--host 127.0.0.1] [--port 18554] [--user U --password P] [--clips DIR] [--udp true]\n"
        + "          RTSP cameras with H.264, odd numbers with sound; port 0 takes a free one; clips are made once by ffmpeg";

    /// <summary>Exit code when a program or address that is needed is not there (EX_UNAVAILABLE).</summary>
    private const int Unavailable = 69;

    public static async Task<int> RunAsync(VerbArguments arguments, CancellationToken cancellationToken)
    {
        var options = Read(arguments);
        var time = TimeProvider.System;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clips = new ClipLibrary(options.Clips, [.. Enumerable.Range(0, Math.Min(options.Count, ClipScene.Count))], Console.Out);
        var clock = new BroadcastClock(time);
        RtspServer server;
        try
        {
            server = new RtspServer(options, clips, clock, time);
        }
        catch (System.Net.Sockets.SocketException refused)
        {
            await Console.Error.WriteLineAsync($"Cannot listen on {options.Host} port {options.Port}: {refused.Message}");
            return Unavailable;
        }

        using (server)
        {
            await Console.Out.WriteLineAsync($"listening on rtsp://{server.EndPoint}/camera/1..{options.Count}/main and /sub");
            Task[] running = [server.RunAsync(stopping.Token), clock.RunAsync(stopping.Token), clips.RunAsync(stopping.Token)];
            try
            {
                // The clips task ends well when all are made; anything else that ends, ends the program.
                await running[2];
                await Console.Out.WriteLineAsync($"ready: {options.Count} cameras");
                await await Task.WhenAny(running[..2]);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
            catch (ClipException failure)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return Unavailable;
            }
            finally
            {
                await stopping.CancelAsync();
                await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, default, TaskScheduler.Default);
            }
        }

        return 0;
    }

    private static CameraOptions Read(VerbArguments arguments)
    {
        var host = arguments.Text("host") ?? "127.0.0.1";
        if (!IPAddress.TryParse(host, out var address))
        {
            throw new VerbException($"--host is {host}; it must be an IP address of this machine.");
        }

        var options = new CameraOptions
        {
            Count = arguments.Number("count", 6, 1, 100_000),
            Host = address,
            Port = arguments.Number("port", 18554, 0, 65535),
            User = arguments.Text("user"),
            Password = arguments.Text("password"),
            Clips = arguments.Text("clips") ?? ClipLibrary.DefaultFolder(),
            Udp = arguments.Flag("udp", true),
        };
        arguments.RefuseUnknown();
        return options.User is null == options.Password is null
            ? options
            : throw new VerbException("--user and --password belong together.");
    }
}
