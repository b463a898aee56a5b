namespace Command.Silo.Streams;

/// <summary>What the media side answered to an accepted offer.</summary>
/// <param name="Answer">SDP.</param>
/// <param name="ETag">Names the ICE generation.</param>
/// <param name="Hold">To be disposed with the session.</param>
internal sealed record SessionStart(string Answer, string ETag, IDisposable Hold);
