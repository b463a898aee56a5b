using System.Collections.Immutable;
using Command.Contracts.Recorders;
using Command.Devices.Mqtt;
using Command.Silo.Recorders;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Recorders;

/// <summary>Telemetry with a silo: coalesced for the grain, never for the track.</summary>
public sealed class TelemetryTests : RecorderTestsBase
{
    private GrainCalls Calls { get; } = new();

    /// <summary>As the record keeps it: in microseconds.</summary>
    private DateTimeOffset WholeNow => UnixMicroseconds.ToTime(UnixMicroseconds.From(Time.GetUtcNow()));

    private protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton<IIncomingGrainCallFilter>(Calls);
    }

    [Fact]
    public async Task Burst_ReachesTheGrainSeldomAndTheTrackWhole()
    {
        await ConnectAsync();
        var before = Calls.Count(nameof(IRecorderLink.TellAsync));
        var start = WholeNow - TimeSpan.FromMinutes(1);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(InboxVerdict.Taken, await TellAsync(Live(i, start.AddSeconds(i), 31.86 + (i * 0.00001))));
        }

        var newest = await StatusAsync(status => status.Position?.At == start.AddSeconds(49), "the newest position");
        Assert.Equal(31.86 + (49 * 0.00001), newest.Position!.LatitudeDegrees);
        await Until.TrueAsync(async () => (await RowsAsync<PositionRow>()).Count == 50, "the whole track");
        Assert.InRange(Calls.Count(nameof(IRecorderLink.TellAsync)) - before, 1, 10);
    }

    [Fact]
    public async Task LateBatch_IsStoredBeforeItIsAcknowledged_AndNeverReplacesNewerData()
    {
        await ConnectAsync();
        var now = WholeNow;
        await TellAsync(Live(500, now, 31.9));
        await StatusAsync(status => status.Position is not null, "the live position");

        var late = Late(now.AddMinutes(-30), 100);
        Assert.Equal(InboxVerdict.Taken, await TellAsync(late));
        Assert.Equal(100, (await RowsAsync<PositionRow>()).Count(row => row.Buffered));
        Assert.Equal(InboxVerdict.Taken, await TellAsync(late));

        Assert.Equal(100, (await RowsAsync<PositionRow>()).Count(row => row.Buffered));
        Assert.Equal(now, (await DescribeAsync()).Position!.At);
        var track = (await Recorder.TrackAsync(Person, now.AddHours(-1), now.AddHours(1), 5000, Cancellation)).Value!;
        Assert.Equal(track.Positions.OrderBy(position => position.At), track.Positions);
    }

    [Fact]
    public async Task Track_LongerThanAskedFor_IsThinnedAndKeepsItsEnds()
    {
        var start = WholeNow.AddHours(-2);
        for (var batch = 0; batch < 5; batch++)
        {
            await TellAsync(Late(start.AddSeconds(batch * 100), 100, batch * 100));
        }
        var track = await TrackAsync(start, start.AddSeconds(499), 50);
        Assert.Equal((500, 50), (track.Total, track.Positions.Length));
        Assert.Equal((start, start.AddSeconds(499)), (track.Positions[0].At, track.Positions[^1].At));
        Assert.All(
            track.Positions.Zip(track.Positions.Skip(1)),
            pair => Assert.InRange((pair.Second.At - pair.First.At).TotalSeconds, 9, 12)
        );
        Assert.Equal(500, (await TrackAsync(start, start.AddSeconds(499), 5000)).Positions.Length);
        Assert.Equal(start.AddSeconds(499), Assert.Single((await TrackAsync(start, start.AddSeconds(499), 1)).Positions).At);
        Assert.Equal(11, (await TrackAsync(start.AddSeconds(10), start.AddSeconds(20), 5000)).Total);
    }

    [Fact]
    public async Task Sweep_TooOldPoints_Go()
    {
        var now = Time.GetUtcNow();
        await TellAsync(Late(now.AddDays(-91), 30));
        await TellAsync(Late(now.AddDays(-89), 20));
        var sweeper = Silo.Services.GetRequiredService<TrackSweeper>();

        Assert.Equal(30, await sweeper.SweepAsync(Cancellation));

        Assert.Equal(20, (await RowsAsync<PositionRow>()).Count);
        Assert.Equal(0, await sweeper.SweepAsync(Cancellation));
    }

    [Fact]
    public async Task Nonsense_IsDroppedFromTrackAndStatus()
    {
        await ConnectAsync();
        var now = WholeNow;
        await TellAsync(
            Batch([
                Sample(1, now.AddSeconds(-3), 31, 117),
                Sample(2, now.AddSeconds(-2), 0, 0),
                Sample(3, now.AddMinutes(6), 31, 117),
                Sample(4, now.AddSeconds(-1), 50, 117),
            ])
        );
        var kept = Assert.Single(await RowsAsync<PositionRow>());
        Assert.Equal((1L, 31.0), (kept.Sequence, kept.Latitude));
        await StatusAsync(status => status.Position?.At == kept.At, "the good position");
    }

    [Fact]
    public async Task NoFix_KeepsTheLastPlaceAndSaysSo()
    {
        await ConnectAsync();
        var now = Time.GetUtcNow();
        await TellAsync(Live(1, now.AddSeconds(-10), 31.5));
        await StatusAsync(status => status.Position?.Fix == "3d", "a position");
        await TellAsync(new BodyWornPositions(now, [Sample(2, now, 0.1, 0.1) with { Fix = "none" }], false));
        var status = await StatusAsync(status => status.Position?.Fix == "none", "no fix");
        Assert.Equal(31.5, status.Position!.LatitudeDegrees);
    }

    [Fact]
    public async Task ClockThatIsOff_IsMeasuredFromLiveMessages()
    {
        await ConnectAsync();
        var offset = TimeSpan.FromSeconds(30);
        for (var i = 0; i < 3; i++)
        {
            var now = Time.GetUtcNow();
            await TellAsync(new BodyWornHealth(now, 80, null, null, null, null, null, null, null) { DeviceTime = now + offset });
            var expected = i + 1;
            await Until.TrueAsync(() => Calls.Count(nameof(IRecorderLink.TellAsync)) > expected, "the grain heard it");
        }
        var status = await StatusAsync(status => status.ClockOffset is not null, "an offset");
        Assert.Equal(offset, status.ClockOffset);
        await Until.TrueAsync(async () => !(await SignalsAsync("clock-drift")).IsEmpty, "the signal");
    }

    [Theory]
    [InlineData(double.NaN, 117, "latitude-out-of-range")]
    [InlineData(31, 181, "longitude-out-of-range")]
    public async Task Page_BadPosition_IsRefused(double latitude, double longitude, string reason)
    {
        var position = new RecorderPosition(
            Time.GetUtcNow(),
            latitude,
            longitude,
            null,
            null,
            null,
            null,
            null,
            null,
            "unknown",
            "page",
            false
        );
        var report = new PositionReport("page-1", [new NumberedPosition(1, position)], null);
        Assert.Equal(reason, (await Recorder.ReportPositionsAsync(Person, report, Cancellation)).Refusal!.Reason);
        var untimed = report with { Items = [new NumberedPosition(1, position with { At = default })] };
        Assert.Equal("position-incomplete", (await Recorder.ReportPositionsAsync(Person, untimed, Cancellation)).Refusal!.Reason);
        Assert.Equal(
            "position-count",
            (await Recorder.ReportPositionsAsync(Person, report with { Items = [] }, Cancellation)).Refusal!.Reason
        );
    }

    private async Task<RecorderTrack> TrackAsync(DateTimeOffset from, DateTimeOffset until, int take) =>
        (await Recorder.TrackAsync(Person, from, until, take, Cancellation)).Value!; // nothing to refuse

    private BodyWornPositions Live(int sequence, DateTimeOffset at, double latitude) =>
        new(Time.GetUtcNow(), [Sample(sequence, at, latitude, 117.28)], false) { Boot = Boot };

    private BodyWornPositions Late(DateTimeOffset from, int count, int firstSequence = 0) =>
        Batch([
            .. Enumerable
                .Range(0, count)
                .Select(i => Sample(firstSequence + i, from.AddSeconds(i), 31.86, 117.28) with { Buffered = true }),
        ]);

    private BodyWornPositions Batch(ImmutableArray<PositionSample> items) => new(Time.GetUtcNow(), items, true) { Boot = Boot };

    private static PositionSample Sample(long sequence, DateTimeOffset at, double latitude, double longitude) =>
        new(sequence, at, latitude, longitude, null, null, null, null, null, "3d", "gnss", false);
}
