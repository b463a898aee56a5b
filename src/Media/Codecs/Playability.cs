namespace Command.Media.Codecs;

/// <summary>Decides whether a browser can play a track without transcoding. Pure.</summary>
public static class Playability
{
    /// <summary>The verdict on a track by what is known of it; without a parameter set H.264 gets the benefit of the doubt.</summary>
    public static PlayabilityVerdict OfTrack(TrackFormat format) =>
        format.Codec switch
        {
            CodecKind.H264 => OfH264(format),
            CodecKind.H265 => PlayabilityVerdict.H265,
            CodecKind.Mjpeg => PlayabilityVerdict.Mjpeg,
            CodecKind.Aac => PlayabilityVerdict.Aac,
            CodecKind.Vp8 or CodecKind.Opus or CodecKind.Pcmu or CodecKind.Pcma => PlayabilityVerdict.Playable,
            _ => PlayabilityVerdict.OtherCodec,
        };

    private static PlayabilityVerdict OfH264(TrackFormat format)
    {
        if (H264Sps.TryParse(format.Sps.AsSpan(), out var sps))
        {
            if (sps.ChromaFormat == 3)
            {
                return PlayabilityVerdict.High444;
            }
            if (sps.ChromaFormat == 2)
            {
                return PlayabilityVerdict.High422;
            }
            if (sps.BitDepth > 8)
            {
                return PlayabilityVerdict.High10;
            }
            if (!sps.FrameMacroblocksOnly)
            {
                return PlayabilityVerdict.Interlaced;
            }
            if (sps.MaxReorderFrames > 0)
            {
                return PlayabilityVerdict.BFrames;
            }
        }
        return format.HasBFrames ? PlayabilityVerdict.BFrames : PlayabilityVerdict.Playable;
    }
}
