using System.Buffers;
using Command.Media.Ffmpeg;

namespace Command.Media.Analysis;

/// <summary>Frame to JPEG.</summary>
internal sealed class StillEncoder(LibAv libraries)
{
    /// <summary>Near-transparent quality: a number plate must stay readable, a still is a few hundred kilobytes at most.</summary>
    private const int Quantizer = 3;

    /// <summary>Writes the whole JPEG file; false when the encoder refuses the frame.</summary>
    public bool TryEncode(VideoFrame frame, IBufferWriter<byte> jpeg) =>
        LibAvJpegEncoder.TryEncode(libraries, frame.Pixels.Span, frame.Width, frame.Height, Quantizer, jpeg);
}
