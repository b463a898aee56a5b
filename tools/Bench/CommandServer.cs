using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>The one-box server as tools/run starts it, in the servers' namespace: pages, silo and media in one process.</summary>
internal sealed class CommandServer(BenchPlace place, params string[] options) : IAsyncDisposable
{
    public const int MediaPort = 8189;
    public const int MqttPort = 1883;
    private const int HttpPort = 8080;
    private readonly HttpClient _http = new() { BaseAddress = Address };
    private bool _isStaffed;
    private readonly string _password = $"Aa1!{Guid.NewGuid():N}";
    private readonly string _data = Directory.CreateDirectory(Path.Combine(place.Folder, $"data-{Guid.NewGuid():N}")).FullName;
    private Process? _process;

    /// <summary>Where its pages and its interface are.</summary>
    public static Uri Address => new($"http://{NetworkLab.ServerAddress}:{HttpPort}");

    public int ProcessId => _process?.Id ?? throw new BenchException("The server does not run.");

    /// <summary>Starts it on the data it has, waits until it is ready, and signs in.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = NetworkLab.StartInNamespace(
            place.ServerNamespace,
            Path.Combine(place.Folder, "command.log"),
            [
                "env",
                $"COMMAND_SYSTEM_PASSWORD={_password}",
                $"COMMAND_SECURITY_PASSWORD={_password}",
                $"COMMAND_AUDIT_PASSWORD={_password}",
                "dotnet",
                BenchPlace.ProgramOf("Command.Web"),
                $"--Command:DataDirectory={_data}",
                $"--Command:Web:HttpPort={HttpPort}",
                $"--Media:Port={MediaPort}",
                $"--Media:PublicAddresses:0={NetworkLab.ServerAddress}",
                .. options,
            ]
        );
        await place.WaitForHttpAsync(new Uri(Address, "/health/ready"), _process, cancellationToken);
        var staff = new BenchStaff(Address, _password);
        if (!_isStaffed)
        {
            await staff.MakeAsync(cancellationToken);
            _isStaffed = true;
        }
        using var bench = await staff.SignInAsync(BenchStaff.UserName, cancellationToken);
        _http.DefaultRequestHeaders.Authorization = bench.DefaultRequestHeaders.Authorization;
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        await BenchPlace.StopAsync(_process);
        _process = null;
    }

    public async Task<string> AddUnitAsync(CancellationToken cancellationToken)
    {
        using var system = await new BenchStaff(Address, _password).SignInAsync("system", cancellationToken);
        using var answer = await system.PostAsJsonAsync(
            "/api/v1/units",
            new JsonObject { ["name"] = "bench", ["order"] = 0 },
            cancellationToken
        );
        answer.EnsureSuccessStatusCode();
        return Text((await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!, "id");
    }

    /// <summary>Joins one viewer; returns when its keys are there.</summary>
    public async Task JoinAsync(LightWebRtcClient viewer, string stream, CancellationToken cancellationToken) =>
        await viewer.ConnectAsync(await OfferAsync($"/whep/{stream}", viewer.Offer, null, cancellationToken), cancellationToken);

    /// <summary>POSTs an offer and gives the answer.</summary>
    /// <param name="path">WHEP or WHIP.</param>
    /// <param name="offer">SDP.</param>
    /// <param name="bearer">Null for the administrator's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> OfferAsync(string path, string offer, string? bearer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(offer, Encoding.ASCII, "application/sdp");
        request.Content.Headers.ContentType!.CharSet = null; // set by the constructor
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }
        using var answer = await _http.SendAsync(request, cancellationToken);
        var sdp = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? sdp : throw new BenchException($"POST {path}: {(int)answer.StatusCode} {sdp}");
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await ReadAsync($"GET {path}", answer, cancellationToken);
    }

    public async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellationToken);
        return await ReadAsync($"POST {path}", answer, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await BenchPlace.StopAsync(_process);
    }

    public static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private static async Task<JsonNode> ReadAsync(string what, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchException($"{what}: {(int)answer.StatusCode} {text}");
    }
}
