using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>A media server under measurement, ours or another.</summary>
internal interface IBenchPeer : IAsyncDisposable
{
    /// <summary>Name for the table.</summary>
    string Name { get; }

    /// <summary>The process whose CPU time counts.</summary>
    int ProcessId { get; }

    /// <summary>Starts the server with the one camera.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>What kind of viewer it takes; without decryption a viewer counts packets by their clear headers.</summary>
    LightClientOptions Viewer(bool decrypt);

    /// <summary>Joins one viewer; returns when its keys are there.</summary>
    Task JoinAsync(LightWebRtcClient viewer, CancellationToken cancellationToken);
}
