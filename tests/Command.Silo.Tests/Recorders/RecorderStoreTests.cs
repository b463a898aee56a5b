using Command.Contracts.Recorders;
using Command.Silo.Recorders;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Command.Silo.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Silo.Tests.Recorders;

/// <summary>Rows of recorders on a real database.</summary>
public abstract class RecorderStoreTests : StoreTestsBase
{
    private static readonly RecorderOptions Options = new();

    [Fact]
    public async Task Save_SerialOfAnother_ChangesNothing()
    {
        Assert.IsType<SaveResult.Saved>(await CreateAsync("01arz3ndektsv4rrffq69g5fa1", "sn-7"));
        Assert.IsType<SaveResult.DuplicateKey>(await CreateAsync("01arz3ndektsv4rrffq69g5fa2", "sn-7"));
        Assert.IsType<SaveResult.Saved>(await CreateAsync("01arz3ndektsv4rrffq69g5fa3", "SN-7"));

        Assert.Equal(["SN-7", "sn-7"], (await Record.RowsAsync<RecorderRow>()).Select(row => row.Serial).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await Record.RowsAsync<AggregateRow>()).Count);
    }

    [Fact]
    public async Task Save_SameSerialAtTheSameMoment_OneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => CreateAsync($"01arz3ndektsv4rrffq69g5fa{i}", "sn-8")));
        Assert.Single(results.OfType<SaveResult.Saved>());
        Assert.Equal(7, results.OfType<SaveResult.DuplicateKey>().Count());
    }

    [Fact]
    public async Task WriteRows_SamePointTwice_IsOneRow_AndTrimTakesTheOldOnes()
    {
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var points = Enumerable.Range(0, 300).Select(i => Point("r1", i, start.AddSeconds(i))).ToList();
        Assert.Equal(300, await Record.Writer.WriteRowsAsync([.. points.Select(ProjectionChange.Upsert)], Cancellation));
        await Record.Writer.WriteRowsAsync([.. points.Take(50).Select(ProjectionChange.Upsert)], Cancellation);
        Assert.Equal(300, (await Record.RowsAsync<PositionRow>()).Count);

        var trim = ProjectionChange.Trim<PositionRow>(nameof(PositionRow.At), start.AddSeconds(250), 200);
        Assert.Equal(200, await Record.Writer.WriteRowsAsync([trim], Cancellation));
        Assert.Equal(50, await Record.Writer.WriteRowsAsync([trim], Cancellation));
        Assert.Equal(0, await Record.Writer.WriteRowsAsync([trim], Cancellation));
        Assert.Equal(start.AddSeconds(250), (await Record.RowsAsync<PositionRow>()).Min(row => row.At));
    }

    [Fact]
    public async Task WriteRows_OneOfThemCannotBeStored_StoresNone()
    {
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var bad = new RecorderRow
        {
            Id = "r1",
            Serial = null!, // what no column takes
            KeyHash = "x",
            Enabled = true,
        };
        await Assert.ThrowsAsync<StorageException>(() =>
            Record.Writer.WriteRowsAsync([ProjectionChange.Upsert(Point("r1", 1, start)), ProjectionChange.Upsert(bad)], Cancellation)
        );
        Assert.Empty(await Record.RowsAsync<PositionRow>());
    }

    private Task<SaveResult> CreateAsync(string id, string serial)
    {
        // Only its deadlines are asked for: no grain is called.
        var courier = new SignalCourier(null!, Time, NullLogger<SignalCourier>.Instance);
        var record = new RecorderRecord(Record.Store, courier, Options, id);
        var draft = new RecorderDraft("执法仪", null, serial, true, "unit-1", null);
        var turn = new RecorderTurn(
            id,
            RecorderDraftRules.Create(id, draft, DeviceKey.HashOf("k"), Time.GetUtcNow()),
            TestRecord.Actor,
            Options,
            Time
        );
        turn.Note("recorder.created");
        return record.SaveAsync(turn, Cancellation);
    }

    private static PositionRow Point(string recorder, long sequence, DateTimeOffset at) =>
        new()
        {
            RecorderId = recorder,
            At = at,
            Sequence = sequence,
            Latitude = 31.86,
            Longitude = 117.28,
            Fix = "3d",
            Source = "gnss",
        };
}
