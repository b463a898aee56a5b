using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Devices.Rtsp;

/// <summary>Named deviations: each says which device needs it. What every reader tolerates silently stands where it is read.</summary>
internal static class VendorQuirks
{
    /// <summary>Payload type under which Bosch sends H.264 without a=rtpmap (gortsplib#632).</summary>
    private const byte BoschH264PayloadType = 35;

    /// <summary>VLC's server ends sessions that send OPTIONS only; GET_PARAMETER keeps them.</summary>
    public static bool NeedsGetParameter(string? server) => server?.Contains("VLC", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>Meaning of a payload type when the description says nothing.</summary>
    public static RtpMap? FindUndescribed(MediaDescription media, byte payloadType) =>
        media.IsVideo && payloadType == BoschH264PayloadType ? new RtpMap(payloadType, "H264", 90_000) : null;

    /// <summary>
    /// Parameters of a payload type; when none are written for it, the only ones of the section: Hikvision writes a=fmtp:97 under
    /// payload type 104 (gortsplib#658).
    /// </summary>
    public static FormatParameters? FindFormatParameters(MediaDescription media, byte payloadType) =>
        media.FindFormatParameters(payloadType) ?? (media.FormatParameters.Length == 1 ? media.FormatParameters[0] : null);

    /// <summary>
    /// Puts a payload into RFC 6184 form when it is an Annex B byte stream: V380 (retina#68, #108), Revotech and Mercury
    /// (gortsplib#402, #271). Gives the new length of the packet.
    /// </summary>
    public static int NormalizePayload(CodecKind codec, Span<byte> packet) =>
        codec == CodecKind.H264 ? AnnexBPayload.Normalize(packet) : packet.Length;
}
