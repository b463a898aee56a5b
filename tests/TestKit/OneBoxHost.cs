using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Command.Devices.Mqtt;
using Command.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Command.TestKit;

/// <summary>
/// The real one-box server in this process, on loopback, with free ports and a data directory of its own. Several may run one after the
/// other, also on the same data directory (<see cref="RestartAsync"/>).
/// </summary>
public sealed class OneBoxHost : IAsyncDisposable
{
    /// <summary>Password of the three administrators and of the account <c>tester</c>.</summary>
    public const string AdminPassword = "correct horse battery";

    private readonly Dictionary<string, string?> _settings;
    private readonly List<HttpClient> _clients = [];
    private WebApplication _app;

    private OneBoxHost(WebApplication app, Dictionary<string, string?> settings, string dataDirectory)
    {
        _app = app;
        _settings = settings;
        DataDirectory = dataDirectory;
        FindAddresses();
    }

    /// <summary>Where the record and the keys are.</summary>
    public string DataDirectory { get; }

    /// <summary>Base address of HTTP.</summary>
    public Uri Http { get; private set; } = null!; // FindAddresses sets it in the constructor

    /// <summary>Base address of HTTPS, with a certificate of the local authority.</summary>
    public Uri Https { get; private set; } = null!; // FindAddresses sets it in the constructor

    /// <summary>The port of MQTT on 127.0.0.1; another one after a restart unless it was given.</summary>
    public int MqttPort => Services.GetRequiredService<MqttGateway>().Port;

    /// <summary>The port of MQTT with TLS, with a certificate of the local authority.</summary>
    public int MqttTlsPort => Services.GetRequiredService<MqttGateway>().TlsPort;

    /// <summary>Services of the running host.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server; returns once it serves and the account <c>tester</c> exists.</summary>
    /// <param name="settings">Configuration beside the defaults of tests.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<OneBoxHost> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        CancellationToken cancellationToken = default
    )
    {
        var folder = Directory.CreateTempSubdirectory("command-one-box-").FullName;
        var all = new Dictionary<string, string?>
        {
            ["Command:DataDirectory"] = folder,
            ["Command:Web:Listen:0"] = "127.0.0.1",
            ["Command:Web:HttpPort"] = "0",
            ["Command:Web:HttpsPort"] = "0",
            ["Command:Security:SignInsPerMinute"] = "100000",
            ["Command:Silo:SiloPort"] = "0",
            ["Command:Silo:GatewayPort"] = "0",
            ["Command:Silo:ClusterId"] = Path.GetFileName(folder),
            ["Command:MediaDoor:Port"] = "0",
            ["Media:Port"] = "0",
            ["Mqtt:Listen"] = "127.0.0.1",
            ["Mqtt:Port"] = "0",
            ["Mqtt:TlsPort"] = "0",
            ["Media:PublicAddresses:0"] = "127.0.0.1",
            ["COMMAND_SYSTEM_PASSWORD"] = AdminPassword,
            ["COMMAND_SECURITY_PASSWORD"] = AdminPassword,
            ["COMMAND_AUDIT_PASSWORD"] = AdminPassword,
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }
        var host = new OneBoxHost(await RunAsync(all, cancellationToken), all, folder);
        await Staff.AddTesterAsync(host.Http, AdminPassword, cancellationToken);
        return host;
    }

    /// <summary>Stops and starts the server on the same data directory; ports change unless they were given.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        _app = await RunAsync(_settings, cancellationToken);
        FindAddresses();
    }

    /// <summary>A client without identity or cookies; disposed with the host.</summary>
    public HttpClient CreateClient(bool cookies = false)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                UseCookies = cookies,
                AllowAutoRedirect = false,
                UseProxy = false,
            }
        )
        {
            BaseAddress = Http,
        };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        _clients.Add(client);
        return client;
    }

    /// <summary>A client that is signed in by an access token.</summary>
    public async Task<HttpClient> SignInAsync(CancellationToken cancellationToken = default)
    {
        var client = CreateClient();
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/identity/login",
            new { userName = Staff.Tester, password = AdminPassword },
            cancellationToken
        );
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"Sign-in was answered with {answer.StatusCode}.");
        }
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await StopAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static async Task<WebApplication> RunAsync(Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        // Test projects carry the assembly, not the static assets: they stay where Command.Web was built.
        var built = Path.Combine(
            Repository.Root,
            "artifacts",
            "bin",
            "Command.Web",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))
        );
        var app = Program.Build(
            [],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                builder.WebHost.UseSetting("staticWebAssets", Path.Combine(built, "Command.Web.staticwebassets.runtime.json"));
                builder.Logging.AddFilter("Command", LogLevel.Warning);
            },
            Path.Combine(built, "Command.Web.staticwebassets.endpoints.json")
        );
        await app.StartAsync(cancellationToken);
        return app;
    }

    private async Task StopAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private void FindAddresses()
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses; // Kestrel has it
        var uris = addresses.Select(address => new Uri(address)).ToList();
        Https = uris.First(uri => uri.Scheme == "https");
        // The media door is an HTTP port too, and opens first.
        Http = uris.Last(uri => uri.Scheme == "http");
    }
}
