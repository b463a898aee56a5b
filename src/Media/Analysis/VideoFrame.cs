namespace Command.Media.Analysis;

/// <summary>
/// One decoded picture: packed 24-bit BGR, rows from the top, <see cref="Stride"/> bytes each without padding.
/// The frame owns its bytes; it is made and used inside a worker process, one at a time.
/// </summary>
internal sealed class VideoFrame
{
    /// <summary>Makes a black frame.</summary>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    public VideoFrame(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        Pixels = new byte[checked(width * height * 3)];
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Bytes per row.</summary>
    public int Stride => Width * 3;

    /// <summary>The pixels: blue, green, red.</summary>
    public Memory<byte> Pixels { get; }
}
