using Command.Media.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.Telemetry;

public sealed class FaultTallyTests
{
    [Fact]
    public void Add_ManyInOnePeriod_ReportsTheSumOncePerKind()
    {
        var time = new FakeTimeProvider();
        var reports = new List<(MediaFault, long)>();
        var tally = new FaultTally(time, TimeSpan.FromSeconds(10), (fault, count) => reports.Add((fault, count)));
        for (var i = 0; i < 100; i++)
        {
            tally.Add(MediaFault.Lost);
        }
        tally.Add(MediaFault.BadRtp, 3);
        time.Advance(TimeSpan.FromSeconds(10));
        tally.Add(MediaFault.Lost);
        Assert.Equal([(MediaFault.Lost, 1), (MediaFault.BadRtp, 3), (MediaFault.Lost, 100)], reports);
        Assert.Equal(101, tally.Count(MediaFault.Lost));
    }
}
