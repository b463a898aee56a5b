namespace Command.Web.Security;

/// <summary>Return addresses stay on this site.</summary>
internal static class LocalUrl
{
    /// <summary>The path when it is one of ours, else the first page.</summary>
    public static string OrHome(string? url) =>
        url is ['/', ..]
        && !url.StartsWith("//", StringComparison.Ordinal)
        && !url.Contains('\\', StringComparison.Ordinal)
        && !url.Any(char.IsControl)
            ? url
            : "/";
}
