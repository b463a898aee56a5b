namespace Command.Media.WebRtc;

/// <summary>What came from a publisher in about a second.</summary>
/// <param name="BitsPerSecond">RTP of all tracks, repairs included.</param>
/// <param name="FractionLost">Lost before repair, 0 to 1.</param>
/// <param name="FramesPerSecond">Pictures.</param>
internal readonly record struct PublisherSample(long BitsPerSecond, double FractionLost, double FramesPerSecond);
