namespace Command.Media.Hosting;

/// <summary>Why a publisher was not let in.</summary>
public enum PublishRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>The offer is not SDP or lacks what WebRTC needs.</summary>
    BadOffer,

    /// <summary>The offer has pictures, but neither H.264 in packetization mode 1 nor VP8; or no pictures and no Opus.</summary>
    NoCommonCodec,

    /// <summary>The stream is live, or another publisher has its name.</summary>
    StreamTaken,

    /// <summary>The session table is full, the id is taken, or the server does not run.</summary>
    Busy,
}
