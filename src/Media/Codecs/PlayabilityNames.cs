namespace Command.Media.Codecs;

/// <summary>Stable names of <see cref="PlayabilityVerdict"/> for reasons, records and texts.</summary>
public static class PlayabilityNames
{
    /// <summary>Kebab case, such as <c>b-frames</c>; <c>playable</c> where nothing is in the way.</summary>
    public static string Key(this PlayabilityVerdict verdict) =>
        verdict switch
        {
            PlayabilityVerdict.Playable => "playable",
            PlayabilityVerdict.H265 => "h265",
            PlayabilityVerdict.Mjpeg => "mjpeg",
            PlayabilityVerdict.BFrames => "b-frames",
            PlayabilityVerdict.High422 => "high-422",
            PlayabilityVerdict.High10 => "high-10",
            PlayabilityVerdict.High444 => "high-444",
            PlayabilityVerdict.Interlaced => "interlaced",
            PlayabilityVerdict.Aac => "aac",
            _ => "other-codec",
        };
}
