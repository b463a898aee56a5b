using Command.Media.Buffers;
using FsCheck.Xunit;

namespace Command.Media.Tests.Buffers;

public sealed class BitReaderTests
{
    [Fact]
    public void ReadUnsignedGolomb_TableOfTheStandard_Matches()
    {
        // H.264 table 9-2: 1 010 011 00100 00101 00110 00111 0001000
        var bits = new BitReader([0b1010_0110, 0b0100_0010, 0b1001_1000, 0b1110_0010, 0b0000_0000]);
        for (uint expected = 0; expected <= 7; expected++)
        {
            Assert.Equal(expected, bits.ReadUnsignedGolomb());
        }
        Assert.False(bits.IsExhausted);
    }

    [Theory]
    [InlineData(0b1000_0000, 0)]
    [InlineData(0b0100_0000, 1)]
    [InlineData(0b0110_0000, -1)]
    [InlineData(0b0010_0000, 2)]
    [InlineData(0b0010_1000, -2)]
    public void ReadSignedGolomb_TableOfTheStandard_Matches(byte code, int expected) =>
        Assert.Equal(expected, new BitReader([code]).ReadSignedGolomb());

    [Fact]
    public void ReadBits_PastTheEnd_GivesZeroAndStaysExhausted()
    {
        var bits = new BitReader([0xFF]);
        Assert.Equal(0xFFu, bits.ReadBits(8));
        Assert.Equal(0u, bits.ReadBits(1));
        Assert.True(bits.IsExhausted);
        Assert.Equal(0u, bits.ReadBits(0));
        Assert.True(bits.IsExhausted);
    }

    [Property]
    public void Read_AnyBytesInAnyWay_Ends(byte[] data, byte[] ways)
    {
        var bits = new BitReader(data);
        foreach (var way in ways)
        {
            switch (way % 4)
            {
                case 0:
                    bits.ReadBits(way % 33);
                    break;
                case 1:
                    bits.ReadUnsignedGolomb();
                    break;
                case 2:
                    bits.ReadSignedGolomb();
                    break;
                default:
                    bits.Skip(way);
                    break;
            }
        }
        Assert.InRange(bits.BitsLeft, 0, data.Length * 8L);
    }
}
