using Command.Contracts.Recorders;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class TrackFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private readonly TrackFilter _filter = new();

    [Theory]
    [InlineData(0, 0, PointVerdict.Zero)]
    [InlineData(double.NaN, 117, PointVerdict.OutOfRange)]
    [InlineData(31, double.PositiveInfinity, PointVerdict.OutOfRange)]
    [InlineData(90.1, 117, PointVerdict.OutOfRange)]
    [InlineData(31, -180.1, PointVerdict.OutOfRange)]
    [InlineData(31, 117, PointVerdict.Good)]
    public void Judge_OnePoint(double latitude, double longitude, object expected) =>
        Assert.Equal((PointVerdict)expected, _filter.Judge(Point(latitude, longitude, 0), Now));

    [Fact]
    public void Judge_AheadOfTheServer_IsRefusedFromFiveMinutesOn()
    {
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31, 117, 300), Now));
        Assert.Equal(PointVerdict.Future, _filter.Judge(Point(31, 117, 301), Now));
        Assert.Equal(PointVerdict.NoFix, _filter.Judge(Point(31, 117, 0) with { Fix = "none" }, Now));
    }

    [Fact]
    public void Judge_FasterThanAnybodyMoves_IsAJump()
    {
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31, 117, -60), Now));
        // 0.01° of latitude are 1.11 km: 10 s for it are 400 km/h, 30 s are 133.
        Assert.Equal(PointVerdict.Jump, _filter.Judge(Point(31.01, 117, -50), Now));
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31.01, 117, -30), Now));
        // What a standing receiver wanders is no speed.
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31.0103, 117, -29), Now));
    }

    [Fact]
    public void Judge_TheFirstWasWrong_IsPersuadedByThree()
    {
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(0.5, 0.5, -10), Now));
        Assert.Equal(PointVerdict.Jump, _filter.Judge(Point(31, 117, -9), Now));
        Assert.Equal(PointVerdict.Jump, _filter.Judge(Point(31, 117, -8), Now));
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31, 117, -7), Now));
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31, 117, -6), Now));
    }

    [Fact]
    public void Judge_SingleJumpsInDifferentDirections_NeverPersuade()
    {
        _filter.Judge(Point(31, 117, -100), Now);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(PointVerdict.Jump, _filter.Judge(Point(i % 2 == 0 ? 40 : -40, i, -99 + i), Now));
        }
    }

    [Fact]
    public void Judge_LatePoints_AreComparedWithTheirNeighboursInTime()
    {
        _filter.Judge(Point(31.00, 117, -600), Now);
        _filter.Judge(Point(31.10, 117, 0), Now);
        Assert.Equal(PointVerdict.Good, _filter.Judge(Point(31.05, 117, -300), Now));
        Assert.Equal(PointVerdict.Jump, _filter.Judge(Point(31.05, 117, -1), Now));
        Assert.Equal(PointVerdict.Jump, _filter.Judge(Point(31.05, 117, -599), Now));
    }

    private static RecorderPosition Point(double latitude, double longitude, int seconds) =>
        new(Now.AddSeconds(seconds), latitude, longitude, null, null, null, null, null, null, "3d", "gnss", false);
}
