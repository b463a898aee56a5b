using Command.Media.Codecs;

namespace Command.Media.Analysis;

/// <summary>Access units to frames. One call at a time.</summary>
internal interface IFrameDecoder
{
    /// <summary>Decodes one self-contained access unit. <paramref name="frame"/> is null unless the verdict is <see cref="FrameVerdict.Decoded"/>.</summary>
    /// <param name="accessUnit">A key frame with its parameter sets, Annex B for H.264 and H.265; borrowed.</param>
    /// <param name="codec">Its codec.</param>
    /// <param name="maxWidth">A wider picture is reduced to this width in pixels, keeping its shape; 0 for the picture's own size.</param>
    /// <param name="frame">The picture; the caller owns it.</param>
    FrameVerdict Decode(ReadOnlySpan<byte> accessUnit, CodecKind codec, int maxWidth, out VideoFrame? frame);
}
