using System.Diagnostics;
using Command.Media.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Workers;

public sealed class WorkerSupervisorTests
{
    [Fact]
    public async Task ExecuteAsync_WorkerKilledUnderTheJob_CostsThatJobAndTheNextGetsAnotherWorker()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var supervisor = Supervisor("hang", new WorkerOptions());
        var lost = supervisor.ExecuteAsync(new byte[] { 1 }, cancellationToken);
        var first = await KillAsync(supervisor, null, cancellationToken);

        var reply = await lost;
        var next = supervisor.ExecuteAsync(new byte[] { 2 }, cancellationToken);
        var second = await KillAsync(supervisor, first, cancellationToken);

        Assert.Equal(WorkerOutcome.WorkerLost, reply.Outcome);
        Assert.Contains("137", reply.Detail, StringComparison.Ordinal); // 128 + SIGKILL
        Assert.Equal(WorkerOutcome.WorkerLost, (await next).Outcome);
        Assert.NotEqual(first, second);
        Assert.Equal((2, 2), (supervisor.LostJobs, supervisor.StartedWorkers));
    }

    [Fact]
    public async Task ExecuteAsync_WorkerFalls_SaysItsLastWords()
    {
        await using var supervisor = Supervisor("fall", new WorkerOptions());

        var reply = await supervisor.ExecuteAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(WorkerOutcome.WorkerLost, reply.Outcome);
        Assert.Contains("exit code 139: segmentation fault, so to speak", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_WorkerHangs_IsStoppedAndSaid()
    {
        await using var supervisor = Supervisor("hang", new WorkerOptions { WorkerJobTimeout = TimeSpan.FromMilliseconds(100) });

        var reply = await supervisor.ExecuteAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(WorkerOutcome.TimedOut, reply.Outcome);
        Assert.Null(supervisor.ProcessId);
    }

    [Fact]
    public async Task ExecuteAsync_OtherProgram_IsNotTakenForAWorker()
    {
        await using var supervisor = Supervisor("babble", new WorkerOptions());

        var reply = await supervisor.ExecuteAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(WorkerOutcome.NotStarted, reply.Outcome);
        Assert.Contains("unexpected", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_UnknownVerb_SaysUsage()
    {
        await using var supervisor = Supervisor("no-such-work", new WorkerOptions());

        var reply = await supervisor.ExecuteAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(WorkerOutcome.NotStarted, reply.Outcome);
        Assert.Contains("usage: worker still", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_FullQueue_RefusesAtOnceAndStopAnswersTheRest()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var supervisor = Supervisor("hang", new WorkerOptions { WorkerQueue = 1 });
        var running = supervisor.ExecuteAsync(new byte[] { 1 }, cancellationToken);
        await UntilAsync(() => supervisor.ProcessId is not null, cancellationToken);
        var waiting = supervisor.ExecuteAsync(new byte[] { 2 }, cancellationToken);

        var refused = await supervisor.ExecuteAsync(new byte[] { 3 }, cancellationToken);
        await supervisor.DisposeAsync();

        Assert.Equal(WorkerOutcome.Busy, refused.Outcome);
        Assert.Equal(1, supervisor.RefusedJobs);
        Assert.Equal(WorkerOutcome.Stopping, (await running).Outcome);
        Assert.Equal(WorkerOutcome.Stopping, (await waiting).Outcome);
        Assert.Equal(WorkerOutcome.Stopping, (await supervisor.ExecuteAsync(new byte[] { 4 }, cancellationToken)).Outcome);
    }

    [Fact]
    public async Task ExecuteAsync_JobOverTheLimit_IsRefused()
    {
        await using var supervisor = Supervisor("hang", new WorkerOptions { WorkerMessageLimit = 1024 });

        var reply = await supervisor.ExecuteAsync(new byte[1025], TestContext.Current.CancellationToken);

        Assert.Equal(WorkerOutcome.TooLarge, reply.Outcome);
        Assert.Equal(0, supervisor.StartedWorkers);
    }

    [Fact]
    public async Task ExecuteAsync_SomethingUnforeseen_CostsThatJobOnly()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var time = new BrokenClock();
        var options = new WorkerOptions { WorkerPath = HostPath, WorkerJobTimeout = TimeSpan.FromMilliseconds(100) };
        await using var supervisor = new WorkerSupervisor(["hang"], options, time, NullLogger<WorkerSupervisor>.Instance);
        time.IsBroken = true;
        var first = await supervisor.ExecuteAsync(new byte[] { 1 }, cancellationToken);
        time.IsBroken = false;
        var second = await supervisor.ExecuteAsync(new byte[] { 2 }, cancellationToken);

        Assert.Equal(WorkerOutcome.WorkerLost, first.Outcome);
        Assert.Equal(WorkerOutcome.TimedOut, second.Outcome); // it ran: this worker never answers
        Assert.Equal((2, 2), (supervisor.LostJobs, supervisor.StartedWorkers));
    }

    [Fact]
    public async Task ExecuteAsync_GivenUpWhileWaiting_IsTakenOutOfTheQueue()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var supervisor = Supervisor("hang", new WorkerOptions());
        var running = supervisor.ExecuteAsync(new byte[] { 1 }, cancellationToken);
        using var impatience = new CancellationTokenSource();
        var waiting = supervisor.ExecuteAsync(new byte[] { 2 }, impatience.Token);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _ = await KillAsync(supervisor, null, cancellationToken);

        Assert.Equal(WorkerOutcome.WorkerLost, (await running).Outcome);
        Assert.Equal((1, 1), (supervisor.LostJobs, supervisor.StartedWorkers));
    }

    [Fact]
    public async Task Worker_ServerGone_EndsByItself()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "exec", HostPath, "worker", "still" })
        {
            start.ArgumentList.Add(argument);
        }

        using var worker = Process.Start(start)!; // null only with the shell, which is not used
        var (error, ready) = await WorkerFrame.ReadAsync(worker.StandardOutput.BaseStream, 0, cancellationToken);
        Assert.Equal((WorkerFrameError.None, WorkerFrameKind.Ready), (error, ready.Kind));

        worker.StandardInput.Close(); // what the kernel does when the server dies
        await worker.WaitForExitAsync(cancellationToken);

        Assert.Equal(0, worker.ExitCode);
    }

    private static string HostPath => typeof(WorkerHost.Program).Assembly.Location;

    private static WorkerSupervisor Supervisor(string verb, WorkerOptions options) =>
        new([verb], options with { WorkerPath = HostPath }, TimeProvider.System, NullLogger<WorkerSupervisor>.Instance);

    private static async Task<int> KillAsync(WorkerSupervisor supervisor, int? other, CancellationToken cancellationToken)
    {
        await UntilAsync(() => supervisor.ProcessId is { } id && id != other, cancellationToken);
        var process = Assert.NotNull(supervisor.ProcessId);
        using var worker = Process.GetProcessById(process);
        worker.Kill();
        return process;
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            _ = await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>A system that refuses a timer: something nobody plans for.</summary>
    private sealed class BrokenClock : TimeProvider
    {
        public volatile bool IsBroken;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            IsBroken ? throw new InvalidOperationException("On purpose.") : base.CreateTimer(callback, state, dueTime, period);
    }
}
