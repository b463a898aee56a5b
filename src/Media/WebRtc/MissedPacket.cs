namespace Command.Media.WebRtc;

/// <summary>One packet that did not arrive. Times are of <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal struct MissedPacket
{
    /// <summary>Its unwrapped sequence number.</summary>
    public long Sequence;

    /// <summary>When a newer one showed that it is missing.</summary>
    public long NoticedAt;

    /// <summary>When it was asked for first.</summary>
    public long FirstAskedAt;

    /// <summary>When it was asked for last.</summary>
    public long LastAskedAt;

    /// <summary>How often it was asked for.</summary>
    public int Requests;
}
