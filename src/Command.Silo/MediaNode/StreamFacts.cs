namespace Command.Silo.MediaNode;

/// <summary>What the node knows about a stream right now.</summary>
internal readonly record struct StreamFacts(int Viewers, DateTimeOffset? LastFrameAt, long BitsPerSecond, double FramesPerSecond);
