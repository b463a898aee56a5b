using Command.Tools.Simulator.Clips;

namespace Command.EndToEnd.Tests.Simulator;

public sealed class TimeStripTests
{
    [Theory]
    [InlineData(1280, 720, 1)]
    [InlineData(640, 360, 3)]
    [InlineData(320, 180, 4)]
    [InlineData(1000, 562, 4)]
    public void TryRead_EveryFrameOfTheMinute_IsReadBack(int width, int height, int bytesPerPixel)
    {
        foreach (var rate in new[] { 25, 15 })
        {
            for (var frame = 0; frame < 60 * rate; frame += 7)
            {
                var picture = Draw(Bits(rate, frame), width, height, bytesPerPixel, 235, 20);

                Assert.True(TimeStrip.TryRead(picture, width, height, bytesPerPixel, out var reading));
                Assert.Equal(new TimeStripReading(rate, frame), reading);
            }
        }
    }

    [Theory]
    [InlineData(180, 60)]
    [InlineData(255, 130)]
    public void TryRead_DimOrWashedOut_IsReadBack(byte white, byte black) =>
        Assert.True(TimeStrip.TryRead(Draw(Bits(25, 1234), 640, 360, 1, white, black), 640, 360, 1, out _));

    [Fact]
    public void TryRead_OneSquareDamaged_IsRefused()
    {
        for (var square = 0; square < TimeStrip.Squares; square++)
        {
            var bits = Bits(25, 777);
            bits[square] ^= true;
            Assert.False(TimeStrip.TryRead(Draw(bits, 640, 360, 1, 235, 20), 640, 360, 1, out _), $"square {square}");
        }
    }

    [Fact]
    public void TryRead_OtherPictures_AreRefused()
    {
        var random = new Random(1);
        var noise = new byte[640 * 360];
        random.NextBytes(noise);

        Assert.False(TimeStrip.TryRead(noise, 640, 360, 1, out _));
        Assert.False(TimeStrip.TryRead(new byte[640 * 360], 640, 360, 1, out _));
        Assert.False(TimeStrip.TryRead([], 0, 0, 1, out _));
        Assert.False(TimeStrip.TryRead(new byte[100], 640, 360, 1, out _));
    }

    [Theory]
    [InlineData("12:00:10.500", 250, 0.5)]
    [InlineData("12:01:00.200", 1490, 0.6)]
    [InlineData("12:00:59.990", 0, -0.01)]
    public void AgeAt_AcrossTheMinute_IsSmall(string time, int frame, double seconds)
    {
        var now = DateTimeOffset.Parse($"2026-11-24T{time}Z", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(seconds, new TimeStripReading(25, frame).AgeAt(now).TotalSeconds, 3);
    }

    /// <summary>The sixteen squares, written from the description alone.</summary>
    private static bool[] Bits(int rate, int frame)
    {
        var bits = new bool[16];
        bits[0] = true;
        bits[2] = rate == 15;
        for (var i = 0; i < 11; i++)
        {
            bits[3 + i] = ((frame >> (10 - i)) & 1) == 1;
        }

        bits[14] = bits[2..14].Count(bit => bit) % 2 == 1;
        bits[15] = true;
        return bits;
    }

    private static byte[] Draw(bool[] bits, int width, int height, int bytesPerPixel, byte white, byte black)
    {
        var picture = new byte[width * height * bytesPerPixel];
        Array.Fill(picture, (byte)128);
        for (var y = 0; y < width / 80; y++)
        {
            for (var x = 0; x < width / 5; x++)
            {
                Array.Fill(picture, bits[Math.Min(x * 80 / width, 15)] ? white : black, ((y * width) + x) * bytesPerPixel, bytesPerPixel);
            }
        }

        return picture;
    }
}
