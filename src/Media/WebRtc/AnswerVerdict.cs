namespace Command.Media.WebRtc;

/// <summary>What became of an offer.</summary>
internal enum AnswerVerdict
{
    /// <summary>There is an answer.</summary>
    Accepted,

    /// <summary>The offer lacks what WebRTC needs; the detail says what.</summary>
    BadOffer,

    /// <summary>The browser has no decoder for the stream's codec; the detail names both sides.</summary>
    NoCommonCodec,

    /// <summary>No browser can play the stream as it is; the detail names the reason.</summary>
    NotPlayable,
}
