namespace Command.Media.Hosting;

/// <summary>A session is over and its resources are let go.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="StreamName">What it watched or published.</param>
/// <param name="Reason">The first cause: a text of <c>PeerCloseReason</c>, the stream's close reason, or what the owner gave.</param>
/// <param name="Lasted">From offer to end.</param>
public sealed record MediaSessionEnded(string SessionId, string StreamName, string Reason, TimeSpan Lasted);
