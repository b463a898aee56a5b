namespace Command.Tools.Simulator.Clips;

/// <summary>
/// The machine-readable clock in every simulated picture: 16 black or white squares along the top edge, from the left corner.
/// A square's side is 1/80 of the picture's width (16 pixels at 1280, 8 at 640), so the strip survives scaling.
/// <code>
/// square   0      1      2            3 … 13                             14                       15
/// meaning  white  black  rate bit     frame within the UTC minute,       even parity:             white
///                        1 = 15/s     11 bits, highest first             squares 2…14 have an
///                        0 = 25/s                                        even number of whites
/// </code>
/// Frame k of a stream with f frames per second is sent at the full UTC minute + k/f, so
/// <c>age = (seconds since the full minute) − k/f</c>, plus 60 when that is below −1, minus 60 when it is 59 or more.
/// <para>In TypeScript, on a canvas that the picture was drawn on in its own size:</para>
/// <code>
/// const side = width / 80;
/// const bit = (i: number) => {
///   const [r, g, b] = context.getImageData(Math.floor((i + 0.5) * side), Math.floor(side / 2), 1, 1).data;
///   return r + g + b > 384 ? 1 : 0;
/// };
/// const bits = Array.from({ length: 16 }, (_, i) => bit(i));
/// const isStrip = bits[0] === 1 &amp;&amp; bits[1] === 0 &amp;&amp; bits[15] === 1 &amp;&amp; bits.slice(2, 15).reduce((a, b) => a ^ b) === 0;
/// const frame = bits.slice(3, 14).reduce((value, b) => value * 2 + b, 0);
/// const secondsIntoMinute = frame / (bits[2] ? 15 : 25);
/// </code>
/// </summary>
public static class TimeStrip
{
    /// <summary>Squares in the strip.</summary>
    public const int Squares = 16;

    /// <summary>Picture width divided by the side of a square.</summary>
    public const int SquaresPerWidth = 80;

    internal const int RateSquare = 2;
    internal const int FirstIndexSquare = 3;
    internal const int IndexBits = 11;
    internal const int ParitySquare = 14;
    internal const int LastSquare = 15;
    internal const int MainRate = 25;
    internal const int SubRate = 15;

    /// <summary>White must be brighter than black by this much, of 255.</summary>
    private const int LeastContrast = 80;

    /// <summary>Reads the strip of a picture; false when there is none or it is damaged.</summary>
    /// <param name="pixels">Rows from the top without padding.</param>
    /// <param name="width">Pixels per row, at least 160.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bytesPerPixel">1 for grey, 3 for RGB or BGR, 4 with an alpha byte last.</param>
    /// <param name="reading">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> pixels, int width, int height, int bytesPerPixel, out TimeStripReading reading)
    {
        reading = default;
        if (width < 2 * SquaresPerWidth || height < width / SquaresPerWidth || pixels.Length < width * height * bytesPerPixel)
        {
            return false;
        }

        Span<int> light = stackalloc int[Squares];
        for (var square = 0; square < Squares; square++)
        {
            light[square] = Light(pixels, width, bytesPerPixel, square);
        }

        // The fixed squares say what white and black are here: a dim or washed-out picture still reads.
        var white = Math.Min(light[0], light[LastSquare]);
        var black = light[1];
        if (white - black < LeastContrast)
        {
            return false;
        }

        var threshold = (white + black) / 2;
        var frame = 0;
        var whites = 0;
        for (var square = RateSquare; square <= ParitySquare; square++)
        {
            var bit = light[square] > threshold ? 1 : 0;
            whites += bit;
            if (square is >= FirstIndexSquare and < ParitySquare)
            {
                frame = (frame << 1) | bit;
            }
        }

        var rate = light[RateSquare] > threshold ? SubRate : MainRate;
        reading = new TimeStripReading(rate, frame);
        return whites % 2 == 0 && frame < 60 * rate;
    }

    /// <summary>Mean over the middle quarter of a square: its edges carry compression noise.</summary>
    private static int Light(ReadOnlySpan<byte> pixels, int width, int bytesPerPixel, int square)
    {
        var side = (double)width / SquaresPerWidth;
        var (left, right) = ((int)((square + 0.375) * side), (int)((square + 0.625) * side));
        var (top, bottom) = ((int)(0.375 * side), (int)(0.625 * side));
        var channels = Math.Min(bytesPerPixel, 3);
        var (sum, count) = (0, 0);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                foreach (var channel in pixels.Slice(((y * width) + x) * bytesPerPixel, channels))
                {
                    sum += channel;
                    count++;
                }
            }
        }

        return sum / count;
    }
}
