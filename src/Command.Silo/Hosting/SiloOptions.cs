namespace Command.Silo.Hosting;

/// <summary>Options <c>Command:Silo:*</c>: this silo's place in the cluster.</summary>
public sealed record SiloOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command:Silo";

    /// <summary>
    /// <c>localhost</c> (one box) or <c>postgres</c> (many boxes that find each other in the database of <c>Command:ConnectionString</c>). Default
    /// <c>localhost</c>.
    /// </summary>
    public string Clustering { get; init; } = "localhost";

    /// <summary>Name of the cluster; silos and web nodes of one site agree on it. Default <c>command</c>.</summary>
    public string ClusterId { get; init; } = "command";

    /// <summary>Address other silos reach this one by; needed for <c>postgres</c> when the machine has several. Default the machine's own choice.</summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>TCP port between silos, 0 to 65535; 0 takes a free one (localhost only). Default 11111.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>TCP port for web nodes, 0 to 65535; 0 takes a free one (localhost only). Default 30000.</summary>
    public int GatewayPort { get; init; } = 30_000;

    internal bool IsClustered => string.Equals(Clustering, "postgres", StringComparison.OrdinalIgnoreCase);
}
