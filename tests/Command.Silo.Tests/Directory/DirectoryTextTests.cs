using Command.Silo.Directory;
using Command.Silo.Units;

namespace Command.Silo.Tests.Directory;

public sealed class DirectoryTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData(" Hall ", "%hall%")]
    [InlineData("50%_\\", "%50\\%\\_\\\\%")]
    public void Of_Text_MeansExactlyThatText(string? text, string? pattern) => Assert.Equal(pattern, SearchPattern.Of(text));

    [Fact]
    public void PageMark_RoundTrip_KeepsAnyName()
    {
        var mark = new PageMark("大厅 50% \"x\"", "01arz3ndektsv4rrffq69g5fav");

        Assert.True(PageMark.TryDecode(mark.Encode(), out var decoded));
        Assert.Equal(mark, decoded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!")]
    [InlineData("YQ")]
    public void PageMark_Garbage_IsRefused(string text) => Assert.False(PageMark.TryDecode(text, out _));

    [Fact]
    public void UnitSubtree_HoldsUnitAndAllBelow()
    {
        UnitRow[] units = [Row("a", null), Row("b", "a"), Row("c", "b"), Row("d", null)];

        Assert.Equal(["a", "b", "c"], UnitSubtree.Of("a", units).Order());
        Assert.Equal(["x"], UnitSubtree.Of("x", units));
    }

    private static UnitRow Row(string id, string? parent) =>
        new()
        {
            Id = id,
            ParentId = parent,
            Name = id,
        };
}
