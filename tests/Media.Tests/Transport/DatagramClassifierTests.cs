using Command.Media.Transport;

namespace Command.Media.Tests.Transport;

public sealed class DatagramClassifierTests
{
    [Fact]
    public void Rfc7983_7_FirstByteDecides()
    {
        for (var first = 0; first < 256; first++)
        {
            var expected = first switch
            {
                <= 3 => DatagramKind.Stun,
                >= 20 and <= 63 => DatagramKind.Dtls,
                >= 128 and <= 191 => DatagramKind.Rtp,
                _ => DatagramKind.Unknown,
            };
            Assert.Equal(expected, DatagramClassifier.Classify([(byte)first, 0]));
        }
    }

    [Fact]
    public void Rfc5761_4_SecondByteTellsRtcp()
    {
        for (var second = 0; second < 256; second++)
        {
            var expected = second is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp;
            Assert.Equal(expected, DatagramClassifier.Classify([0x80, (byte)second]));
        }
    }

    [Fact]
    public void Classify_Short_IsUnknown()
    {
        Assert.Equal(DatagramKind.Unknown, DatagramClassifier.Classify([]));
        Assert.Equal(DatagramKind.Unknown, DatagramClassifier.Classify([0x80]));
    }
}
