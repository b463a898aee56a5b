namespace Command.Web.Api;

/// <summary>What an endpoint asks of its caller; a test fails on one that does not say.</summary>
/// <param name="Right">The right that the grain behind it asks for; null when being signed in is enough.</param>
/// <param name="Why">Why being signed in is enough; null with a right.</param>
internal sealed record NeedsMetadata(string? Right, string? Why);
