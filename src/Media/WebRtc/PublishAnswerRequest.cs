using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>All that an answer to a publisher is made of.</summary>
/// <param name="Offer">The browser's offer.</param>
/// <param name="SessionId">Decimal digits for the o= line.</param>
/// <param name="Transport">Our side of the transport.</param>
/// <param name="StartKbps">The bit rate at which Chromium's encoder is told to start.</param>
internal sealed record PublishAnswerRequest(SessionDescription Offer, string SessionId, AnswerTransport Transport, int StartKbps);
