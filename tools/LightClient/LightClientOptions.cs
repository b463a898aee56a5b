using System.Net;

namespace Command.Tools.LightClient;

/// <summary>How a light client behaves.</summary>
public sealed record LightClientOptions
{
    /// <summary>Ask for a video section.</summary>
    public bool Video { get; init; } = true;

    /// <summary>Ask for an audio section.</summary>
    public bool Audio { get; init; } = true;

    /// <summary>SRTP profile ids to offer, in order; 7 is GCM, 1 is counter mode with HMAC-SHA1.</summary>
    public IReadOnlyList<int> SrtpProfiles { get; init; } = [7, 1];

    /// <summary>False counts RTP by its clear header and never decrypts: cheap for load tests.</summary>
    public bool Decrypt { get; init; } = true;

    /// <summary>Send NACK when a sequence number is skipped.</summary>
    public bool Nack { get; init; } = true;

    /// <summary>Send receiver reports; false is a peer whose side of the handshake hangs.</summary>
    public bool Reports { get; init; } = true;

    /// <summary>True for an arriving RTP packet that shall be lost: (SSRC, sequence number) before anything else looks at it.</summary>
    public Func<uint, ushort, bool>? Lose { get; init; }

    /// <summary>True for a DTLS datagram that shall be lost, in either direction.</summary>
    public Func<bool>? LoseDtls { get; init; }

    /// <summary>True for a client that answers a full agent's offer: the other side nominates (RFC 8445 §6.1.1).</summary>
    public bool IsControlled { get; init; }

    /// <summary>Candidate address to use; null takes a loopback candidate, else the best.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Where to send everything instead of to a candidate: a relay between client and server.</summary>
    public IPEndPoint? Remote { get; init; }

    /// <summary>The session counts as ended when the server answers no check for this long (RFC 7675 says 30 s, browsers 15 s).</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Certificate fingerprint to put into the offer instead of the true one.</summary>
    public string? FalseFingerprint { get; init; }
}
