using Command.Media.Sdp;

namespace Command.Tools.LightClient;

/// <summary>What an answer allows on one section.</summary>
/// <param name="PayloadType">Of the media.</param>
/// <param name="RtxPayloadType">Of retransmissions; null when there are none.</param>
/// <param name="TransportId">Header extension of the transport-wide number; 0 for none.</param>
/// <param name="MidId">Header extension of the section's name; 0 for none.</param>
/// <param name="Mid">The section's name.</param>
internal sealed record LightTrackPlan(byte PayloadType, byte? RtxPayloadType, int TransportId, int MidId, string Mid)
{
    /// <summary>Null when the answer refuses the section, or takes neither of its formats.</summary>
    public static LightTrackPlan? TryRead(SessionDescription answer, string kind, string codec)
    {
        var section = answer.Media.FirstOrDefault(media => media.Kind == kind && media.Port != 0);
        if (section is null || Find(section, codec) is not { } payloadType)
        {
            return null;
        }

        return new LightTrackPlan(
            payloadType,
            Find(section, "rtx"),
            Extension(LightPublisherOffer.TransportUri),
            Extension(LightPublisherOffer.MidUri),
            section.Mid ?? ""
        );

        int Extension(string uri) => section.Extensions.FirstOrDefault(map => map.Uri == uri)?.Id ?? 0;
    }

    private static byte? Find(MediaDescription section, string codec)
    {
        foreach (var payloadType in section.PayloadTypes)
        {
            if (string.Equals(section.FindRtpMap(payloadType)?.Encoding, codec, StringComparison.OrdinalIgnoreCase))
            {
                return payloadType;
            }
        }

        return null;
    }
}
