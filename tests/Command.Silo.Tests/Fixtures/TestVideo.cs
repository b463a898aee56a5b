using System.Collections.Immutable;
using Command.Tools.LightClient;

namespace Command.Silo.Tests.Fixtures;

/// <summary>A second of H.264 that looks like pictures to everybody who does not decode it.</summary>
internal static class TestVideo
{
    private const int Rate = 25;
    private const int Length = 1000;

    public static readonly LightVideo Clip = Make();

    private static LightVideo Make()
    {
        var payloads = new byte[Rate * Length];
        for (var frame = 0; frame < Rate; frame++)
        {
            // first_mb_in_slice 0 and slice types I and P (ITU-T H.264 7.3.3)
            ReadOnlySpan<byte> slice = frame == 0 ? [0x65, 0x88, 0x84] : [0x41, 0x9A, 0x02];
            slice.CopyTo(payloads.AsSpan(frame * Length));
            payloads.AsSpan((frame * Length) + slice.Length, Length - slice.Length).Fill(0x55);
        }
        return new LightVideo(
            Rate,
            Convert.FromHexString("6742C01FDA014016EC0440000003004000000C83C60CA8"),
            Convert.FromHexString("68CE3C80"),
            payloads,
            [.. Enumerable.Range(1, Rate).Select(frame => frame * Length)],
            [.. Enumerable.Range(0, Rate + 1)],
            ImmutableArray.Create(0)
        );
    }
}
