using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Recorders;
using Command.Devices.Mqtt;
using Command.Silo.Common;
using Command.Silo.Recorders;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Recorders;

public sealed class BodyWornRecorderGrainTests : RecorderTestsBase
{
    private IDeviceAuthenticator Authenticator => Silo.Services.GetRequiredService<IDeviceAuthenticator>();

    [Fact]
    public async Task Create_TellsTheKeyOnce_AndKeepsAHashOnly()
    {
        Assert.Equal(DeviceKey.Length, Key.Key.Length);
        Assert.Equal($"rec.{Id}.{Key.Key}", Key.Bearer);
        var stored = (await RowsAsync<Command.Silo.Storage.AggregateRow>()).Single(row => row.Id == Id);
        Assert.DoesNotContain(Key.Key, stored.Json, StringComparison.Ordinal);
        var created = Assert.Single(await EventsAsync("recorder.created"));
        Assert.DoesNotContain(Key.Key, System.Text.Encoding.UTF8.GetString(created.Payload), StringComparison.Ordinal);
        Assert.Equal(Person.ActorId, created.Actor);

        Assert.True(await Recorder.VerifyKeyAsync(Key.Key, Cancellation));
        Assert.True(await Authenticator.IsDeviceAsync(Serial, Key.Key, Cancellation));
        Assert.False(await Authenticator.IsDeviceAsync(Serial, Key.Key[..^1] + "!", Cancellation));
        Assert.False(await Authenticator.IsDeviceAsync("nobody", Key.Key, Cancellation));
        Assert.False(await Recorder.VerifyKeyAsync("", Cancellation));
    }

    [Fact]
    public async Task Create_BeforeItWasHeard_IsUnknownAndInTheLists()
    {
        var status = await DescribeAsync();
        Assert.Equal((DeviceState.Unknown, "created", false), (status.State, status.Cause.Code, status.Connected));

        var page = (await Directory.DevicesAsync(Person, new DeviceQuery("R-07", null, null, 10), Cancellation)).Devices;
        var device = Assert.Single(page);
        Assert.Equal((Id, DeviceKind.Recorder), (device.Id, device.Kind));
        Assert.Equal(new RecorderFacts(null, false, false, false, null), device.Recorder);
        Assert.Equal(
            Id,
            Assert.Single((await Directory.DevicesAsync(Person, new DeviceQuery("340200", null, null, 10), Cancellation)).Devices).Id
        );
    }

    [Fact]
    public async Task Create_SerialOfAnother_IsRefusedAndNothingIsMade()
    {
        var other = Ulid.New(Time);
        var refused = await RecorderOf(other).CreateAsync(Person, Draft(Serial), Cancellation);
        Assert.Equal(
            (RefusalCode.Conflict, "serial-taken", "serial"),
            (refused.Refusal!.Code, refused.Refusal.Reason, refused.Refusal.Field)
        );
        Assert.Equal("recorder-not-found", (await RecorderOf(other).DescribeAsync(Person, Cancellation)).Refusal!.Reason);
        var free = await RecorderOf(other).CreateAsync(Person, Draft(null), Cancellation);
        Assert.Equal(other, free.Value!.Recorder.Serial);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("a/b")]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("123456789012345678901234567890123")]
    public async Task Create_SerialThatIsNoTopicLevel_IsRefused(string serial)
    {
        var refused = await RecorderOf(Ulid.New(Time)).CreateAsync(Person, Draft(serial), Cancellation);
        Assert.Equal(("serial-malformed", "serial"), (refused.Refusal!.Reason, refused.Refusal.Field));
    }

    [Fact]
    public async Task Stranger_SeesAndDoesNothing()
    {
        Assert.NotNull((await Recorder.DescribeAsync(Stranger, Cancellation)).Refusal);
        Assert.NotNull((await Recorder.OrderAsync(Stranger, new RecorderCommandDraft("beep", null, null), Cancellation)).Refusal);
        Assert.NotNull((await Recorder.ResetKeyAsync(Stranger, Cancellation)).Refusal);
        Assert.NotNull(
            (await Recorder.SosAsync(Stranger, new SosReport(Ulid.New(Time), Time.GetUtcNow(), null, false), Cancellation)).Refusal
        );
        Assert.True(await Authenticator.IsDeviceAsync(Serial, Key.Key, Cancellation));
        Assert.Empty(await SignalsAsync("sos"));
    }

    [Fact]
    public async Task Device_ActsForItselfOnly()
    {
        var itself = CommandContext.Device("recorder", Id, "corr-3", "10.0.0.1");
        var another = CommandContext.Device("recorder", Ulid.New(Time), "corr-3", "10.0.0.1");
        var report = new SosReport(Ulid.New(Time), Time.GetUtcNow(), null, false);
        Assert.Equal(RefusalCode.NotFound, (await Recorder.SosAsync(another, report, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Recorder.ResetKeyAsync(itself, Cancellation)).Refusal!.Code);
        Assert.True((await Recorder.SosAsync(itself, report, Cancellation)).Accepted);
    }

    [Fact]
    public async Task ResetKey_MakesTheOldOneWorthlessAndEndsTheConnection()
    {
        await ConnectAsync();
        var fresh = (await Recorder.ResetKeyAsync(Person, Cancellation)).Value!;

        Assert.False(await Recorder.VerifyKeyAsync(Key.Key, Cancellation));
        Assert.False(await Authenticator.IsDeviceAsync(Serial, Key.Key, Cancellation));
        Assert.True(await Authenticator.IsDeviceAsync(Serial, fresh.Key, Cancellation));
        await Until.TrueAsync(() => Post.Disconnected.Contains((Serial, "key-reset")), "its connection ends");
    }

    [Fact]
    public async Task Disable_RefusesItEverywhereAndRaisesNoSignal()
    {
        await ConnectAsync();
        await StateAsync(DeviceState.Online);
        var off = (await Recorder.UpdateAsync(Person, Draft(Serial) with { Enabled = false }, 1, Cancellation)).Value!;

        Assert.Equal((DeviceState.Disabled, "disabled-by-person", false), (off.State, off.Cause.Code, off.Connected));
        await Until.TrueAsync(() => Post.Disconnected.Contains((Serial, "recorder-disabled")), "its connection ends");
        Assert.False(await Authenticator.IsDeviceAsync(Serial, Key.Key, Cancellation));
        Assert.False(await Recorder.VerifyKeyAsync(Key.Key, Cancellation));
        Assert.Equal(InboxVerdict.UnknownDevice, await HappenAsync("sos", 1));
        Assert.Equal(
            "disabled-by-person",
            (await Recorder.OrderAsync(Person, new RecorderCommandDraft("beep", null, null), Cancellation)).Refusal!.Reason
        );
        Assert.Equal(InboxVerdict.UnknownDevice, await LoseAsync());

        var on = (await Recorder.UpdateAsync(Person, Draft(Serial), 2, Cancellation)).Value!;
        Assert.Equal((DeviceState.Unknown, "enabled-by-person", 3L), (on.State, on.Cause.Code, on.Version));
        Assert.Empty(await SignalsAsync("device-offline"));
    }

    [Fact]
    public async Task Update_FromAnOlderVersion_IsRefused()
    {
        Assert.Equal(RefusalCode.VersionConflict, (await Recorder.UpdateAsync(Person, Draft(Serial), 7, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.VersionConflict, (await Recorder.DeleteAsync(Person, 7, Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task Delete_TakesItFromTheListsAndFreesTheSerial()
    {
        await ConnectAsync();
        await HappenAsync("sos", 1);
        Assert.True((await Recorder.DeleteAsync(Person, null, Cancellation)).Accepted);

        Assert.Equal("recorder-not-found", (await Recorder.DescribeAsync(Person, Cancellation)).Refusal!.Reason);
        Assert.Empty(await RowsAsync<DeviceRow>());
        Assert.Empty(await RowsAsync<RecorderRow>());
        Assert.NotEmpty(await EventsAsync("recorder.sos"));
        Assert.NotNull(Assert.Single(await SignalsAsync("sos")).CauseEndedAt);
        Assert.NotNull((await CreateAsync(Draft(Serial))).Key);
    }

    [Fact]
    public async Task Officer_ComesAndGoes_OnTheRecord()
    {
        var on = (await Recorder.AssignOfficerAsync(Person, " 012345 ", "李警官", null, Cancellation)).Value!;
        Assert.Equal(("012345", "李警官"), (on.Officer!.Number, on.Officer.Name));
        Assert.Equal("officer-number-length", (await Recorder.AssignOfficerAsync(Person, "", "x", null, Cancellation)).Refusal!.Reason);
        var off = (await Recorder.EndShiftAsync(Person, Cancellation)).Value!;
        Assert.Null(off.Officer);
        Assert.Equal(off.Version, (await Recorder.EndShiftAsync(Person, Cancellation)).Value!.Version);
        Assert.Single(await EventsAsync("recorder.officer-assigned"));
        Assert.Contains("李警官", Assert.Single(await EventsAsync("recorder.shift-ended")).Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Description_IsKeptAndToldOnce()
    {
        await ConnectAsync();
        var told = new BodyWornDescription(Time.GetUtcNow(), "DSJ-7", "2.0", "86", "89", ["photo"], ["h264"], null) { Simulated = true };
        await TellAsync(told);
        await TellAsync(told);

        var status = await DescribeAsync();
        Assert.Equal(("DSJ-7", "2.0", "photo"), (status.Info!.Model, status.Info.Firmware, Assert.Single(status.Info.Capabilities)));
        Assert.True(status.Simulated);
        Assert.Single(await EventsAsync("recorder.described"));
    }
}
