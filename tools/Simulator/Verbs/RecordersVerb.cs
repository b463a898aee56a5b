using Command.Tools.Simulator.Clips;
using Command.Tools.Simulator.Demo;
using Command.Tools.Simulator.Recorders;

namespace Command.Tools.Simulator.Verbs;

/// <summary>Body-worn recorders: MQTT 5 clients that walk, report, obey and press SOS, and that stream by WHIP.</summary>
internal static class RecordersVerb
{
    public const string Usage =
        "  recorders --credentials FILE [--count N] [--provision] [--server http://127.0.0.1:8080] [--broker 127.0.0.1:1883] [--site site]\n"
        + "          [--live K] [--interval SECONDS] [--qos 0|1] [--late true|false] [--route loop|FILE] [--sos-every SECONDS] [--flap SECONDS]\n"
        + "          [--wrong] [--battery-drain PERCENT] [--clock-offset SECONDS] [--seconds S] [--picture main|sub] [--clips DIR] [--ca FILE]\n"
        + "          [--user system] [--unit CODE]\n"
        + "          body-worn recorders by MQTT 5 and WHIP, all labelled simulated; the first K stream from the start on, others when asked.\n"
        + "          --provision makes those that FILE does not hold yet on the server (password in COMMAND_SYSTEM_PASSWORD) and keeps their keys\n"
        + "          in FILE. --broker mqtts://HOST:PORT with --ca for TLS. --seconds measures so long, sends what waits, and ends: exit code 0\n"
        + "          when all was sent. --battery-drain is percent of the battery in an hour. --wrong: other devices' topics, '#', no JSON, 70 KB";

    private const int Unsent = 1;
    private const int Unavailable = 69;

    public static async Task<int> RunAsync(VerbArguments arguments, CancellationToken cancellationToken)
    {
        var file = arguments.Text("credentials") ?? throw new VerbException("--credentials is missing.");
        var provision = arguments.Flag("provision", false);
        var count = arguments.Number("count", provision ? 1 : 0, 0, 100_000);
        var user = arguments.Text("user") ?? "system";
        var unit = arguments.Text("unit");
        var clips = arguments.Text("clips") ?? ClipLibrary.DefaultFolder();
        var options = Read(arguments);
        arguments.RefuseUnknown();

        List<RecorderCredential> credentials;
        try
        {
            credentials = provision
                ? await ProvisionAsync(options, file, count, user, unit, cancellationToken)
                : RecorderCredential.ReadAll(file);
        }
        catch (HttpRequestException refused)
        {
            await Console.Error.WriteLineAsync($"The recorders could not be made: {refused.Message}");
            return Unavailable;
        }

        if (count > credentials.Count || credentials.Count == 0)
        {
            throw new VerbException($"{file} holds {credentials.Count} credentials; --provision makes more.");
        }

        var chosen = count == 0 ? credentials : credentials[..count];
        await using var pictures = new RecorderClips(clips, options.Picture, Console.Out);
        try
        {
            var told = await new RecorderFleet(options, chosen, pictures, TimeProvider.System).RunAsync(cancellationToken);
            return told || cancellationToken.IsCancellationRequested ? 0 : Unsent;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0; // stopped before it began
        }
        catch (ClipException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Unavailable;
        }
    }

    private static async Task<List<RecorderCredential>> ProvisionAsync(
        RecorderOptions options,
        string file,
        int count,
        string user,
        string? unit,
        CancellationToken cancellationToken
    )
    {
        var server = options.Server ?? throw new VerbException("--provision needs --server.");
        var password =
            Environment.GetEnvironmentVariable("COMMAND_SYSTEM_PASSWORD") ?? throw new VerbException("COMMAND_SYSTEM_PASSWORD is not set.");
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        var api = new CommandApi(http);
        await api.SignInAsync(user, password, cancellationToken);
        return await new RecorderProvisioner(api).EnsureAsync(file, count, unit, cancellationToken);
    }

    private static RecorderOptions Read(VerbArguments arguments)
    {
        var (host, port, isTls) = Broker(arguments.Text("broker") ?? "127.0.0.1:1883");
        var authority = arguments.Text("ca");
        if (isTls != authority is not null)
        {
            throw new VerbException("--broker mqtts://… and --ca belong together.");
        }

        var server = arguments.Text("server");
        var route = arguments.Text("route") ?? "loop";
        return new RecorderOptions
        {
            Server =
                server is null ? null
                : Uri.TryCreate(server, UriKind.Absolute, out var uri) ? uri
                : throw new VerbException($"--server is {server}; it must be a URL."),
            BrokerHost = host,
            BrokerPort = port,
            BrokerAuthority = authority,
            Site = arguments.Text("site") ?? "site",
            Live = arguments.Number("live", 0, 0, 100_000),
            Interval = arguments.Seconds("interval", 0.01, 3600) ?? TimeSpan.FromSeconds(5),
            PositionQuality = arguments.Number("qos", 0, 0, 1),
            Late = arguments.Flag("late", true),
            Route =
                route == "loop"
                    ? Route.Loop
                    : Route.TryRead(route) ?? throw new VerbException($"--route {route} does not hold two different points."),
            SosEvery = arguments.Seconds("sos-every", 1, 1e6),
            Flap = arguments.Seconds("flap", 1, 1e6),
            Wrong = arguments.Flag("wrong", false),
            DrainPerHour = arguments.Number("battery-drain", 12, 0, 100_000),
            ClockOffset = arguments.Seconds("clock-offset", -1e6, 1e6) ?? TimeSpan.Zero,
            Duration = arguments.Seconds("seconds", 0.1, 1e6),
            Picture = arguments.Text("picture") switch
            {
                null or "sub" => ClipFormat.Sub,
                "main" => ClipFormat.Main,
                var text => throw new VerbException($"--picture is {text}; it must be main or sub."),
            },
        };
    }

    private static (string Host, int Port, bool IsTls) Broker(string text)
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"mqtt://{text}";
        return Uri.TryCreate(whole, UriKind.Absolute, out var uri) && uri.Scheme is "mqtt" or "mqtts" && uri.Host.Length > 0
            ? (
                uri.Host,
                uri.Port > 0 ? uri.Port
                : uri.Scheme == "mqtts" ? 8883
                : 1883,
                uri.Scheme == "mqtts"
            )
            : throw new VerbException($"--broker is {text}; it must be HOST:PORT or mqtts://HOST:PORT.");
    }
}
