namespace Command.Devices.Rtsp;

/// <summary>What one device taught its driver; kept over the tries of one session object, so that a lesson costs one failure only.</summary>
internal sealed class LearntFacts
{
    /// <summary>The transport that worked last, true for UDP; null before anything was tried.</summary>
    public bool? WorksOverUdp { get; set; }

    /// <summary>True after the device closed the connection on an OPTIONS while playing.</summary>
    public bool NeedsGetParameter { get; set; }
}
