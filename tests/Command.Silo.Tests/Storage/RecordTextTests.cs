using System.Text;
using Command.Silo.Storage;

namespace Command.Silo.Tests.Storage;

public sealed class RecordTextTests
{
    [Theory]
    [InlineData("plain", 10, "plain")]
    [InlineData("longer", 4, "long")]
    [InlineData("a\0b", 10, "a\ufffdb")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("法庭", 1, "法")]
    public void Of_Text_IsBoundedAndStorable(string text, int maximum, string expected) =>
        Assert.Equal(expected, RecordText.Of(text, maximum));

    [Fact]
    public void Of_AnyUtf16_RoundTripsThroughUtf8()
    {
        var random = new Random(7);
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Create(
                random.Next(40),
                random,
                (span, source) =>
                {
                    for (var at = 0; at < span.Length; at++)
                    {
                        span[at] = (char)(source.Next(3) == 0 ? source.Next(0xD800, 0xE000) : source.Next(0x10000));
                    }
                }
            );
            var kept = RecordText.Of(text, 30);
            Assert.InRange(kept.Length, 0, 30);
            Assert.Equal(kept, strict.GetString(strict.GetBytes(kept)));
        }
    }
}
