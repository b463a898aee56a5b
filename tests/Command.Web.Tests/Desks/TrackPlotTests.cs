using System.Globalization;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class TrackPlotTests
{
    private static readonly DateTimeOffset Noon = FakeSite.Noon;

    [Fact]
    public void Of_WalkToTheNorthEast_GoesUpAndRight()
    {
        var plot = Plot((0, 31.8600, 117.2800), (60, 31.8610, 117.2810));
        var (first, last) = (plot.Points[0], plot.Points[^1]);
        Assert.True(last.X > first.X);
        Assert.True(last.Y < first.Y);
        Assert.Equal(plot.Last, last);
    }

    [Fact]
    public void Of_AnyTrack_HasOneScaleForBothAxes()
    {
        // 0.001° are 111 m to the north, and 94 m to the east at 32° north.
        var plot = Plot((0, 31.8600, 117.2800), (60, 31.8610, 117.2800), (120, 31.8610, 117.2810));
        var north = plot.Points[0].Y - plot.Points[1].Y;
        var east = plot.Points[2].X - plot.Points[1].X;
        Assert.Equal(Math.Cos(31.8605 * Math.PI / 180), east / north, 0.001);
        Assert.All(plot.Points, point => Assert.InRange(point.X, 0, TrackPlot.Width));
        Assert.All(plot.Points, point => Assert.InRange(point.Y, 0, TrackPlot.Height));
    }

    [Theory]
    [InlineData(0.0005)]
    [InlineData(0.01)]
    [InlineData(1)]
    public void Of_AnySize_HasARoundScaleBarOfRightLength(double degrees)
    {
        var plot = Plot((0, 31.86, 117.28), (60, 31.86 + degrees, 117.28));
        var unitsPerMetre = (plot.Points[0].Y - plot.Points[1].Y) / (degrees * 111_320);
        Assert.Equal(plot.BarMetres * unitsPerMetre, plot.BarUnits, plot.BarUnits / 1_000);
        Assert.InRange(plot.BarUnits, TrackPlot.Width / 10.1, TrackPlot.Width / 4);
        Assert.Contains(plot.BarMetres.ToString("E0", CultureInfo.InvariantCulture)[0], "125");
    }

    [Fact]
    public void Of_AcrossTheDateLine_TakesTheShortWay()
    {
        var plot = Plot((0, 10, 179.9995), (60, 10, -179.9995));
        Assert.True(plot.Points[1].X > plot.Points[0].X);
        Assert.True(plot.BarMetres < 200, $"{plot.BarMetres} m");
    }

    [Fact]
    public void Of_OnePlace_IsAPointInTheMiddle()
    {
        var plot = Plot((0, 31.86, 117.28));
        Assert.Empty(plot.Lines);
        Assert.Equal((TrackPlot.Width / 2, TrackPlot.Height / 2), (plot.Last.X, plot.Last.Y));
    }

    [Fact]
    public void Of_Silence_IsDashedAndOlderPiecesArePaler()
    {
        var plot = Plot((0, 31.860, 117.280), (30, 31.861, 117.280), (1_230, 31.862, 117.280), (1_260, 31.863, 117.280));
        Assert.Equal([false, true, false], plot.Lines.Select(line => line.Gap));
        Assert.True(plot.Lines[0].Age > plot.Lines[2].Age);
        Assert.Equal(0, plot.Lines[2].Age);
        // Pieces meet: each begins where the one before ended.
        Assert.Equal(plot.Lines[0].Points.Split(' ')[^1], plot.Lines[1].Points.Split(' ')[0]);
    }

    [Fact]
    public void Of_NoFix_IsNotDrawn()
    {
        Assert.Null(TrackPlot.Of([]));
        Assert.Null(TrackPlot.Of([FakeRecorder.At(Noon, 31.86, 117.28, "none")]));
    }

    [Fact]
    public void Of_ManyPositions_ThinsReadingsAndKeepsTheNewest()
    {
        var plot = Plot([.. Enumerable.Range(0, 1_000).Select(i => (i * 5, 31.86 + (i * 0.00001), 117.28))]);
        Assert.InRange(plot.Points.Count, 150, 201);
        Assert.Equal(plot.Last, plot.Points[^1]);
        Assert.InRange(plot.Lines.Count, 2, 8);
    }

    private static TrackPlot Plot(params (int Seconds, double Latitude, double Longitude)[] positions)
    {
        var plot = TrackPlot.Of([
            .. positions.Select(position => FakeRecorder.At(Noon.AddSeconds(position.Seconds), position.Latitude, position.Longitude)),
        ]);
        Assert.NotNull(plot);
        return plot;
    }
}
