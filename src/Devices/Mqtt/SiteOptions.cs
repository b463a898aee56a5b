namespace Command.Devices.Mqtt;

/// <summary>Which site this is; section <c>Command</c>.</summary>
public sealed record SiteOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command";

    /// <summary>Short name of the site: the tenant level of MQTT topics (<c>v1/{site}/bwc/…</c>). 1 to 32 of <c>A-Z a-z 0-9 _ -</c>. Default <c>site</c>.</summary>
    public string Site { get; init; } = "site";

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Validate() =>
        BodyWornTopic.IsName(Site, 32) ? null : $"{Section}:{nameof(Site)} is '{Site}'; it must be 1 to 32 of A-Z a-z 0-9 _ -.";
}
