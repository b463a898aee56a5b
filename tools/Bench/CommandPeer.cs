using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>The one-box server as tools/run starts it: pages, silo and media in one process, so its CPU time is all that a viewer costs.</summary>
internal sealed class CommandPeer(BenchPlace place) : IBenchPeer
{
    private const int HttpPort = 8080;
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{NetworkLab.ServerAddress}:{HttpPort}") };
    private Process? _process;
    private string _stream = "";

    public string Name => "Command";

    public LightClientOptions Viewer(bool decrypt) => new() { Decrypt = decrypt, Nack = decrypt };

    public int ProcessId => _process?.Id ?? throw new BenchException("The server does not run.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var password = $"Aa1!{Guid.NewGuid():N}";
        var data = Directory.CreateDirectory(Path.Combine(place.Folder, $"data-{Guid.NewGuid():N}")).FullName;
        _process = NetworkLab.StartInNamespace(
            place.ServerNamespace,
            Path.Combine(place.Folder, "command.log"),
            "env",
            $"COMMAND_ADMIN_PASSWORD={password}",
            "dotnet",
            BenchPlace.ProgramOf("Command.Web"),
            $"--Command:DataDirectory={data}",
            $"--Command:Web:HttpPort={HttpPort}",
            $"--Media:PublicAddresses:0={NetworkLab.ServerAddress}"
        );
        await place.WaitForHttpAsync(new Uri(_http.BaseAddress!, "/health/ready"), _process, cancellationToken); // set above
        var signIn = new JsonObject { ["userName"] = "admin", ["password"] = password };
        var token = Text(await PostAsync("/api/v1/identity/login", signIn, cancellationToken), "accessToken");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var unit = await PostAsync("/api/v1/units", new JsonObject { ["name"] = "bench", ["order"] = 0 }, cancellationToken);
        var draft = new JsonObject
        {
            ["name"] = "camera",
            ["address"] = BenchPlace.CameraAddress,
            ["transport"] = "tcp",
            ["enabled"] = true,
            ["alwaysOn"] = true,
            ["unitId"] = Text(unit, "id"),
        };
        _stream = $"camera/{Text(await PostAsync("/api/v1/cameras", draft, cancellationToken), "id")}/main";
    }

    public async Task JoinAsync(LightWebRtcClient viewer, CancellationToken cancellationToken)
    {
        using var offer = new StringContent(viewer.Offer, Encoding.ASCII, "application/sdp");
        offer.Headers.ContentType!.CharSet = null; // set by the constructor
        using var answer = await _http.PostAsync(new Uri($"/whep/{_stream}", UriKind.Relative), offer, cancellationToken);
        var sdp = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"The server refused a viewer: {(int)answer.StatusCode} {sdp}");
        }
        await viewer.ConnectAsync(sdp, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await BenchPlace.StopAsync(_process);
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new BenchException($"POST {path}: {(int)answer.StatusCode} {text}");
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
