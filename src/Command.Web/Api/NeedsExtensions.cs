namespace Command.Web.Api;

/// <summary>Declares what endpoints ask of their callers. The grain decides; this is for people, tests and documents.</summary>
internal static class NeedsExtensions
{
    /// <summary>The grain behind it asks for this right.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, string right)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsMetadata(right, null));

    /// <summary>Being signed in is enough, and why.</summary>
    public static TBuilder SignedIn<TBuilder>(this TBuilder builder, string why)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsMetadata(null, why));
}
