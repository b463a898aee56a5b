using System.Net;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>What the verb <c>cameras</c> was asked for.</summary>
internal sealed record CameraOptions
{
    public required int Count { get; init; }
    public required IPAddress Host { get; init; }
    public required int Port { get; init; }
    public required string? User { get; init; }
    public required string? Password { get; init; }

    /// <summary>Folder where clips are kept from one run to the next.</summary>
    public required string Clips { get; init; }

    /// <summary>Whether RTP over UDP is allowed; if not, SETUP answers 461.</summary>
    public required bool Udp { get; init; }
}
