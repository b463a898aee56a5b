using Command.Tools.Simulator.Demo;

namespace Command.Tools.Simulator.Verbs;

/// <summary>Sets up the demo site on a running server, over its own HTTP API: units, cameras, a recorder on shift, the wall of the person who signs in.</summary>
internal static class DemoVerb
{
    public const string Usage =
        "  demo    --server http://127.0.0.1:8080 [--user admin] [--count 6] [--host 127.0.0.1] [--port 18554]\n"
        + "          [--recorders FILE]   also a body-worn recorder, whose key goes into FILE (for the verb recorders)\n"
        + "          the password comes from COMMAND_ADMIN_PASSWORD; what is there already stays as it is";

    public static async Task<int> RunAsync(VerbArguments arguments, CancellationToken cancellationToken)
    {
        var server = arguments.Text("server") ?? throw new VerbException("--server is missing.");
        var user = arguments.Text("user") ?? "admin";
        var count = arguments.Number("count", 6, 1, 10_000);
        var cameras = $"rtsp://{arguments.Text("host") ?? "127.0.0.1"}:{arguments.Number("port", 18554, 1, 65535)}";
        var keys = arguments.Text("recorders");
        arguments.RefuseUnknown();
        var password =
            Environment.GetEnvironmentVariable("COMMAND_ADMIN_PASSWORD") ?? throw new VerbException("COMMAND_ADMIN_PASSWORD is not set.");
        using var http = new HttpClient { BaseAddress = new Uri(server), Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            var api = new CommandApi(http);
            await api.SignInAsync(user, password, cancellationToken);
            await new DemoSite(api).EnsureAsync(cameras, count, keys, cancellationToken);
            return 0;
        }
        catch (HttpRequestException refused)
        {
            await Console.Error.WriteLineAsync($"The demo site could not be set up: {refused.Message}");
            return 1;
        }
    }
}
