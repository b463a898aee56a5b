using System.Reflection;

namespace Command.Web.Security;

/// <summary>Who is answering: the site, this node, and which build it is.</summary>
/// <param name="Name">Name of the site, shown in the bar.</param>
/// <param name="Node">Name of this web node.</param>
internal sealed record SiteInfo(string Name, string Node)
{
    /// <summary>Name of the product, and of a site that has none of its own.</summary>
    public const string Product = "Command";

    /// <summary>False while the site is called like the product: the name is shown once then.</summary>
    public bool HasOwnName => Name != Product;

    /// <summary>Semantic version, without the build.</summary>
    public string Version { get; } =
        typeof(SiteInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";

    /// <summary>Changes with every build: pages that were made by another build load afresh when a person agrees.</summary>
    public string Build { get; } = typeof(SiteInfo).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..12];
}
