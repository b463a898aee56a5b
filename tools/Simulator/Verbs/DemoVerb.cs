using System.Net;
using Command.Tools.Simulator.Demo;

namespace Command.Tools.Simulator.Verbs;

/// <summary>Sets up the demo site on a running server, over its own HTTP API: units, cameras, a recorder on shift, people with roles, a wall.</summary>
internal static class DemoVerb
{
    public const string Usage =
        "  demo    --server http://127.0.0.1:8080 [--count 6] [--host 127.0.0.1] [--port 18554]\n"
        + "          [--recorders FILE]   also a body-worn recorder, whose key goes into FILE (for the verb recorders)\n"
        + "          [--shift-only]       no more than keep duty on shift for the next weeks\n"
        + "          passwords come from COMMAND_SYSTEM_PASSWORD, COMMAND_SECURITY_PASSWORD and COMMAND_DEMO_PASSWORD (of the accounts duty,\n"
        + "          field and engineer that it makes); what is there already stays as it is, the shift of duty is renewed";

    public static async Task<int> RunAsync(VerbArguments arguments, CancellationToken cancellationToken)
    {
        var server = new Uri(arguments.Text("server") ?? throw new VerbException("--server is missing."));
        var count = arguments.Number("count", 6, 1, 10_000);
        var cameras = $"rtsp://{arguments.Text("host") ?? "127.0.0.1"}:{arguments.Number("port", 18554, 1, 65535)}";
        var keys = arguments.Text("recorders");
        var shiftOnly = arguments.Flag("shift-only", false);
        arguments.RefuseUnknown();
        try
        {
            using var system = await SignInAsync(server, "system", "COMMAND_SYSTEM_PASSWORD", cancellationToken);
            var shift = new DemoShift(new CommandApi(system), TimeProvider.System);
            if (shiftOnly)
            {
                await shift.RenewAsync(cancellationToken);
                return 0;
            }
            using var security = await SignInAsync(server, "security", "COMMAND_SECURITY_PASSWORD", cancellationToken);
            var password = Password("COMMAND_DEMO_PASSWORD");
            var staff = new DemoStaff(new CommandApi(system), new CommandApi(security), shift, password);
            var tiles = await new DemoSite(new CommandApi(system), staff).EnsureAsync(cameras, count, keys, cancellationToken);
            await EnsureWallAsync(server, tiles, cancellationToken);
            return 0;
        }
        catch (HttpRequestException refused)
        {
            await Console.Error.WriteLineAsync($"The demo site could not be set up: {refused.Message}");
            return 1;
        }
    }

    private static async Task EnsureWallAsync(Uri server, List<string> tiles, CancellationToken cancellationToken)
    {
        try
        {
            using var duty = await SignInAsync(server, DemoStaff.DutyOfficer, "COMMAND_DEMO_PASSWORD", cancellationToken);
            await new DemoWall(new CommandApi(duty)).EnsureAsync(tiles, cancellationToken);
        }
        catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.Unauthorized)
        {
            await Console.Error.WriteLineAsync(
                "The account duty has another password than COMMAND_DEMO_PASSWORD; its wall stays as it is."
            );
        }
    }

    private static async Task<HttpClient> SignInAsync(Uri server, string user, string variable, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        await new CommandApi(http).SignInAsync(user, Password(variable), cancellationToken);
        return http;
    }

    private static string Password(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new VerbException($"{variable} is not set.");
}
