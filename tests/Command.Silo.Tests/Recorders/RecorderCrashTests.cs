using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Devices.Mqtt;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Recorders;

/// <summary>The disk as a kill would leave it, at the worst moments.</summary>
public sealed class RecorderCrashTests : RecorderTestsBase
{
    private readonly TestFolder _left = new();

    private GrainCalls Calls { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _left.Dispose();
    }

    private protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton<IIncomingGrainCallFilter>(Calls);
    }

    [Fact]
    public async Task Kill_BetweenCommitAndSignal_TheSignalIsRaisedAfterTheRestartAndTheRepeatedSosIsTheSame()
    {
        await ConnectAsync();
        var held = Calls.Hold(nameof(Command.Silo.Signals.ISignalIntake.RaiseAsync));
        var told = HappenAsync("sos", 7, "press-1");
        await held.WaitAsync(Cancellation);

        Assert.False(told.IsCompleted, "The PUBACK waits.");
        DiskCopy.Take(DataDirectory, _left.Path);
        await RestartFromAsync();

        await Until.TrueAsync(async () => !(await SignalsAsync("sos")).IsEmpty, "the signal is raised without anybody's help");
        await ConnectAsync("boot-1");
        Assert.Equal(InboxVerdict.Duplicate, await HappenAsync("sos", 7, "press-1"));
        Assert.Equal(1, Assert.Single(await SignalsAsync("sos")).Count);
        Assert.True((await DescribeAsync()).Sos);
        Assert.Single(await EventsAsync("recorder.sos"));
    }

    [Fact]
    public async Task DeskDoesNotAnswer_TheSosIsKeptAndRaisedLater()
    {
        await ConnectAsync();
        _ = Calls.Hold(nameof(Command.Silo.Signals.ISignalIntake.RaiseAsync));
        Calls.Release.SetResult(); // fails at once
        Assert.Equal(InboxVerdict.Taken, await HappenAsync("sos", 1, "press-1"));
        Assert.Empty(await SignalsAsync("sos"));

        Calls.Pass();
        Time.Advance(TimeSpan.FromSeconds(11));
        await Until.TrueAsync(async () => !(await SignalsAsync("sos")).IsEmpty, "the signal");
    }

    [Fact]
    public async Task Delete_WhileTheDeskDoesNotAnswer_IsRefusedAndLosesNoSos()
    {
        await ConnectAsync();
        _ = Calls.Hold(nameof(Command.Silo.Signals.ISignalIntake.RaiseAsync));
        Calls.Release.SetResult(); // fails at once
        await HappenAsync("sos", 1, "press-1");

        var refusal = (await Recorder.DeleteAsync(Person, null, Cancellation)).Refusal;

        Assert.Equal((RefusalCode.Unavailable, "signals-not-told"), (refusal?.Code, refusal?.Reason));
        var kept = await DescribeAsync();
        Assert.True(kept.Sos);
        Assert.NotNull(kept.Session);

        Calls.Pass();
        Assert.True((await Recorder.DeleteAsync(Person, null, Cancellation)).Accepted);
        var sos = Assert.Single(await SignalsAsync("sos"));
        Assert.Equal((1, SignalColour.Red), (sos.Count, sos.Colour));
    }

    [Fact]
    public async Task Kill_BetweenAnswerAndAck_TheDeviceHearsTheAnswer()
    {
        await ConnectAsync();
        await HappenAsync("sos", 1, "press-1");
        var held = Calls.Hold(nameof(Command.Silo.Signals.ISignalSubject.AnsweredAsync));
        await Desk.AcknowledgeAsync(Person, (await SignalsAsync("sos"))[0].Id, null, Cancellation);
        await held.WaitAsync(Cancellation);
        DiskCopy.Take(DataDirectory, _left.Path);
        await RestartFromAsync();

        Time.Advance(TimeSpan.FromMinutes(1));
        await StatusAsync(status => !status.Sos, "the answer is told again");
        await ConnectAsync("boot-2");
        await Until.TrueAsync(() => Post.Count("sos.ack") == 1, "the device hears it");
    }

    [Fact]
    public async Task Kill_WhileLive_EndsTheSessionAndKeepsTheOrders()
    {
        await ConnectAsync();
        var order = (await Recorder.OrderAsync(Person, new RecorderCommandDraft("photo", null, 600), Cancellation)).Value!;
        var device = Silo.Grains.GetGrain<Command.Silo.MediaNode.IPublishedDevice>(GrainId.Create("recorder", Id));
        await device.PublishingAsync(
            new("p1", "live", Command.Silo.MediaNode.PublisherState.Live, Time.GetUtcNow(), null, [], 0, 0, null, $"recorder/{Id}", "x"),
            Cancellation
        );
        Assert.Equal(RecorderSessionState.Live, (await DescribeAsync()).Session!.State);
        DiskCopy.Take(DataDirectory, _left.Path);
        await RestartFromAsync();

        var back = await StateAsync(DeviceState.Connecting);
        Assert.Null(back.Session);
        var session = Assert.Single((await Recorder.SessionsAsync(Person, 10, Cancellation)).Value!.Sessions);
        Assert.Equal((RecorderSessionState.Ended, "server-restarted"), (session.State, session.Reason));
        await ConnectAsync("boot-1");
        Assert.Equal([order.Id, order.Id], Post.Sent.Where(sent => sent.Order.Name == "photo").Select(sent => sent.Order.Id));
    }

    private async Task RestartFromAsync()
    {
        Calls.Pass();
        await Silo.DisposeAsync();
        Silo = await StartAsync(_left.Path);
    }
}
