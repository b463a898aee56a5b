using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Signals;

namespace Command.Silo.Cameras;

/// <summary>A camera as it is stored: what people want, and the last state that was reported.</summary>
internal sealed record CameraState
{
    public required string Name { get; init; }

    public string? Code { get; init; }

    public required StoredAddress Main { get; init; }

    public StoredAddress? Sub { get; init; }

    public StoredCredential? Credential { get; init; }

    public TransportPreference Transport { get; init; }

    public bool Enabled { get; init; }

    public bool AlwaysOn { get; init; }

    public required string UnitId { get; init; }

    public Place? Place { get; init; }

    /// <summary>Counts commands of people from 1; what the aggregate's own version adds are reports.</summary>
    public long Revision { get; init; }

    public required LinkState Link { get; init; }

    public bool Simulated { get; init; }

    /// <summary>Why a browser cannot play the main stream, or null; known since the stream was first described.</summary>
    public string? NotPlayable { get; init; }

    /// <summary>What the signal desk has heard of this camera and has still to hear; null for nothing ever.</summary>
    public SignalOutbox? Signals { get; init; }
}
