using Command.Tools.Simulator.Recorders;

namespace Command.EndToEnd.Tests.Simulator;

public sealed class WalkerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Walk_AnHour_IsAWalk()
    {
        var walker = new Walker(Route.Loop, seed: 7);
        var fixes = Enumerable.Range(0, 720).Select(i => walker.Walk(TimeSpan.FromSeconds(5), "b", i, Start.AddSeconds(5 * i))).ToList();

        Assert.All(fixes, fix => Assert.InRange(fix.Speed, 0, 8));
        Assert.Contains(fixes, fix => fix.Speed == 0); // stands now and then
        Assert.InRange(fixes.Average(fix => fix.Speed), 2, 5.5);
        // Nobody jumps: what the receiver errs is a few metres, and it drifts.
        Assert.All(
            fixes.Zip(fixes.Skip(1)),
            pair =>
                Assert.InRange(
                    Route.Metres((pair.First.Latitude, pair.First.Longitude), (pair.Second.Latitude, pair.Second.Longitude)),
                    0,
                    40
                )
        );
        // An hour at a walking pace is several times round: both ends of the block are visited.
        Assert.True(fixes.Max(fix => fix.Latitude) - fixes.Min(fix => fix.Latitude) > 0.0015);
        Assert.True(fixes.Max(fix => fix.Longitude) - fixes.Min(fix => fix.Longitude) > 0.002);
    }

    [Fact]
    public void At_OnceRound_IsTheStartAgain()
    {
        var route = Route.Loop;

        Assert.InRange(route.Length, 600, 1200);
        Assert.Equal(route.At(10).Latitude, route.At(route.Length + 10).Latitude, 9);
        Assert.InRange(route.At(1).Course, 85, 95); // the first block goes east
        for (var metres = 0.0; metres < route.Length; metres += 10)
        {
            var (from, to) = (route.At(metres), route.At(metres + 10));
            Assert.InRange(Route.Metres((from.Latitude, from.Longitude), (to.Latitude, to.Longitude)), 5, 10.1);
        }
    }

    [Theory]
    [InlineData(
        "route.gpx",
        "<gpx><trk><trkseg><trkpt lat=\"31.86\" lon=\"117.28\"/><trkpt lat=\"31.87\" lon=\"117.28\"/></trkseg></trk></gpx>"
    )]
    [InlineData("route.csv", "31.86,117.28\n31.87,117.28\n")]
    public async Task TryRead_File_IsThereAndBack(string name, string text)
    {
        var folder = Directory.CreateTempSubdirectory("command-route-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

            var route = Route.TryRead(path);

            Assert.NotNull(route);
            Assert.InRange(route.Length, 2220, 2230);
            Assert.Equal(31.865, route.At(route.Length / 4).Latitude, 4);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task TryRead_OnePlaceOnly_IsNoRoute()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "31.86,117.28\n31.86,117.28\nnot,numbers\n91,0\n", TestContext.Current.CancellationToken);

            Assert.Null(Route.TryRead(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
