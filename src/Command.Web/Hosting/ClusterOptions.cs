using System.Net;

namespace Command.Web.Hosting;

/// <summary>Whether this process holds a silo (one box) or asks silos elsewhere.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command:Cluster";

    /// <summary>True for a pure web node that asks the silos of a cluster; false for one box.</summary>
    public bool Client { get; init; }

    /// <summary>Name of the cluster; silos and web nodes of one site agree on it.</summary>
    public string ClusterId { get; init; } = "command";

    /// <summary>Gateways of the silos, address:port; empty finds them in the database of <c>Command:ConnectionString</c>.</summary>
    public string[] Gateways { get; init; } = [];

    /// <summary>Null when every value is usable, else what is wrong.</summary>
    public string? Problem() =>
        Gateways.FirstOrDefault(gateway => !IPEndPoint.TryParse(gateway, out var end) || end.Port == 0) is { } bad
            ? $"{Section}: '{bad}' is no address:port."
            : null;
}
