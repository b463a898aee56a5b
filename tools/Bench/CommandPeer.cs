using System.Text.Json.Nodes;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>The one-box server with the one camera; its CPU time is all that a viewer costs.</summary>
internal sealed class CommandPeer(BenchPlace place) : IBenchPeer
{
    private readonly CommandServer _server = new(place, "--Mqtt:Enabled=false");
    private string _stream = "";

    public string Name => "Command";

    public LightClientOptions Viewer(bool decrypt) => new() { Decrypt = decrypt, Nack = decrypt };

    public int ProcessId => _server.ProcessId;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(cancellationToken);
        var draft = new JsonObject
        {
            ["name"] = "camera",
            ["address"] = BenchPlace.CameraAddress,
            ["transport"] = "tcp",
            ["enabled"] = true,
            ["alwaysOn"] = true,
            ["unitId"] = await _server.AddUnitAsync(cancellationToken),
        };
        _stream = $"camera/{CommandServer.Text(await _server.PostAsync("/api/v1/cameras", draft, cancellationToken), "id")}/main";
    }

    public Task JoinAsync(LightWebRtcClient viewer, CancellationToken cancellationToken) =>
        _server.JoinAsync(viewer, _stream, cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
