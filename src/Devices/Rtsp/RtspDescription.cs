using Command.Devices.Drivers;
using Command.Media.Sdp;

namespace Command.Devices.Rtsp;

/// <summary>What DESCRIBE gave: a description, or another address.</summary>
/// <param name="Sdp">The description; empty with a redirect.</param>
/// <param name="BaseUri">What control attributes are appended to.</param>
/// <param name="Redirect">Where to ask instead; null without a redirect.</param>
internal sealed record RtspDescription(SessionDescription Sdp, string BaseUri, DeviceUri? Redirect);
