namespace Command.Media.Hosting;

/// <summary>Why a viewer was not let in.</summary>
public enum WhepRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>No live stream has that name here.</summary>
    UnknownStream,

    /// <summary>The offer is not SDP or lacks what WebRTC needs.</summary>
    BadOffer,

    /// <summary>The browser has no decoder for the stream's codec.</summary>
    NoCommonCodec,

    /// <summary>No browser plays the stream as it is; the detail is a <c>PlayabilityVerdict</c>'s name.</summary>
    NotPlayable,

    /// <summary>The session table is full, the id is taken, or the server does not run.</summary>
    Busy,
}
