namespace Command.Web.Security;

/// <summary>Names of authentication schemes and policies.</summary>
internal static class Schemes
{
    /// <summary>Forwards a bearer token to the scheme it belongs to by its looks; without one to <see cref="Cookie"/>.</summary>
    public const string Default = "Command";

    public const string Cookie = "Command.Cookie";
    public const string Token = "Command.Token";

    /// <summary>A device by its own key.</summary>
    public const string Device = "Command.Device";

    /// <summary>A single-use grant for one stream.</summary>
    public const string Grant = "Command.Grant";

    /// <summary>Name of the cookie of <see cref="Cookie"/>.</summary>
    public const string CookieName = "command-session";

    /// <summary>Rate limit of sign-ins.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>Rate limit of acts that make the server reach out, for example a probe.</summary>
    public const string OutboundLimit = "outbound";

    /// <summary>Signed in, or from this machine.</summary>
    public const string LocalOrSignedIn = "local-or-signed-in";

    /// <summary>Cookie requests that change something carry this header: a foreign page cannot set it without our consent (CORS).</summary>
    public const string ClientHeader = "X-Command-Client";

    private static readonly string[] ProgramPaths = ["/api", "/whep", "/whip", "/sessions", "/version", "/metrics", "/health", "/openapi"];

    /// <summary>True for paths that programs use: they get problems, not pages.</summary>
    public static bool IsForPrograms(PathString path) =>
        ProgramPaths.Any(prefix => path.StartsWithSegments(prefix, StringComparison.Ordinal));
}
