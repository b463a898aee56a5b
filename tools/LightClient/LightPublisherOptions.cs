namespace Command.Tools.LightClient;

/// <summary>What a light publisher sends, and how.</summary>
public sealed record LightPublisherOptions
{
    /// <summary>The pictures, sent round and round.</summary>
    public required LightVideo Video { get; init; }

    /// <summary>Send Opus as well: silence, 50 packets a second.</summary>
    public bool Audio { get; init; } = true;

    /// <summary>Offer RTX; without it a packet that is asked for is not sent again.</summary>
    public bool Rtx { get; init; } = true;

    /// <summary>Offer transport-wide feedback.</summary>
    public bool TransportFeedback { get; init; } = true;

    /// <summary>True for an RTP packet that the network shall lose: (SSRC, sequence number). Retransmissions are asked about as well.</summary>
    public Func<uint, ushort, bool>? Lose { get; init; }

    /// <summary>How the connection is made; its video, audio and reception are a viewer's and mean nothing here.</summary>
    public LightClientOptions Transport { get; init; } = new();
}
