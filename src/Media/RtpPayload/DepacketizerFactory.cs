using Command.Media.Codecs;

namespace Command.Media.RtpPayload;

/// <summary>From a track's format to its depacketizer: the only place that chooses by codec.</summary>
public static class DepacketizerFactory
{
    /// <summary>Makes the depacketizer of a format.</summary>
    /// <returns>A new depacketizer, or null if the codec is not handled.</returns>
    public static IDepacketizer? Create(TrackFormat format) =>
        format.Codec switch
        {
            CodecKind.H264 => new H264Depacketizer(),
            CodecKind.Opus or CodecKind.Pcmu or CodecKind.Pcma => new AudioSampleDepacketizer(),
            _ => null,
        };
}
