namespace Command.Tools.Simulator.Clips;

/// <summary>
/// One minute of G.711 µ-law: the quiet noise of a room, and a short tone at every full second, higher at the full minute, so that
/// sound can be held against the picture's clock.
/// </summary>
internal static class RoomSound
{
    public const int SampleRate = 8000;

    private const int ToneSamples = SampleRate * 60 / 1000;

    /// <summary>The samples from the full UTC minute on; shared, read only.</summary>
    public static ReadOnlyMemory<byte> Minute { get; } = Make();

    private static byte[] Make()
    {
        var random = new Random(8000);
        var samples = new byte[60 * SampleRate];
        var low = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            low += ((random.NextDouble() - 0.5) * 400 - low) * 0.2; // about −50 dB, without hiss
            var intoSecond = i % SampleRate;
            var tone = 0.0;
            if (intoSecond < ToneSamples)
            {
                var pitch = i < SampleRate ? 1500.0 : 1000.0;
                var envelope = Math.Sin(Math.PI * intoSecond / ToneSamples); // no click
                tone = 1600 * envelope * Math.Sin(2 * Math.PI * pitch * intoSecond / SampleRate);
            }

            samples[i] = ToMuLaw((int)(low + tone));
        }

        return samples;
    }

    /// <summary>ITU-T G.711: sign, three bits of exponent, four of mantissa, all inverted.</summary>
    private static byte ToMuLaw(int sample)
    {
        const int Bias = 132;
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs(sample), 32635) + Bias;
        var exponent = int.Log2(magnitude) - 7;
        var mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte)~(sign | (exponent << 4) | mantissa);
    }
}
