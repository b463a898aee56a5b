namespace Command.Media.Telemetry;

/// <summary>What can be wrong with one packet. Counted, never logged one by one.</summary>
public enum MediaFault
{
    /// <summary>Not an RTP packet.</summary>
    BadRtp,

    /// <summary>Not an RTCP packet.</summary>
    BadRtcp,

    /// <summary>An RTP payload type that the description did not name.</summary>
    UnexpectedPayloadType,

    /// <summary>RTP packets that never arrived.</summary>
    Lost,

    /// <summary>An RTP packet that arrived twice.</summary>
    Duplicate,

    /// <summary>An RTP packet that arrived after its place had been given up.</summary>
    TooLate,

    /// <summary>A source that started anew (SSRC or sequence).</summary>
    SourceRestarted,

    /// <summary>A source whose RTP clock jumped.</summary>
    ClockJumped,

    /// <summary>A payload that its codec's format does not allow.</summary>
    BadPayload,

    /// <summary>A packet dropped because a unit grew beyond its limit.</summary>
    TooLarge,

    /// <summary>A source that marks the ends of its pictures wrongly.</summary>
    WrongMarker,

    /// <summary>Packets that a slow reader lost.</summary>
    ReaderTooSlow,
}
