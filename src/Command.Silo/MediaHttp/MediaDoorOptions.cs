namespace Command.Silo.MediaHttp;

/// <summary>Options <c>Command:MediaDoor:*</c>: the internal door for bytes, used by web nodes only.</summary>
public sealed record MediaDoorOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command:MediaDoor";

    /// <summary>Address to listen on. Default the loopback address; in a cluster an address of the cluster's network.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 0 to 65535; 0 takes a free one. Default 8190.</summary>
    public int Port { get; init; } = 8190;

    /// <summary>Address by which web nodes reach this door, for example <c>http://10.0.0.5:8190</c>. Default the address it listens on.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>How long a still waits for a source and its first key frame; 0.1 s to 30 s. Default 5 s.</summary>
    public TimeSpan StillWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Age up to which a still is given again; 0 to 10 s. Default 1 s.</summary>
    public TimeSpan StillCache { get; init; } = TimeSpan.FromSeconds(1);
}
