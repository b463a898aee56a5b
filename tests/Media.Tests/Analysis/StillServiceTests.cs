using System.Diagnostics;
using Command.Media.Analysis;
using Command.Media.Codecs;
using Command.Media.Tests.Ffmpeg;
using Command.Media.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Analysis;

public sealed class StillServiceTests
{
    [Theory]
    [InlineData(0, 1280, 720)]
    [InlineData(320, 320, 180)]
    public async Task EncodeAsync_RealKeyFrame_IsAJpegOfTheSize(int maxWidth, int width, int height)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var keyFrame = await FfmpegCommand.KeyFrameAsync("1280x720", "libx264", "h264", cancellationToken);
        await using var stills = Service(new WorkerOptions());

        var still = await stills.EncodeAsync(keyFrame, CodecKind.H264, maxWidth, cancellationToken);

        Assert.Equal((StillOutcome.Done, null), (still.Outcome, still.Detail));
        Assert.Equal((width, height), (still.Width, still.Height));
        Assert.Equal((width, height), await FfmpegCommand.JpegSizeAsync(still.Jpeg, cancellationToken));
    }

    [Fact]
    public async Task EncodeAsync_Garbage_IsAReasonAndTheSameWorkerGoesOn()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var keyFrame = await FfmpegCommand.KeyFrameAsync("320x180", "libx264", "h264", cancellationToken);
        await using var stills = Service(new WorkerOptions());
        var garbage = new byte[50_000];
        new Random(1).NextBytes(garbage);

        var refused = await stills.EncodeAsync(garbage, CodecKind.H264, 0, cancellationToken);
        var empty = await stills.EncodeAsync(ReadOnlyMemory<byte>.Empty, CodecKind.H264, 0, cancellationToken);
        var audio = await stills.EncodeAsync(garbage, CodecKind.Pcmu, 0, cancellationToken);
        var still = await stills.EncodeAsync(keyFrame, CodecKind.H264, 0, cancellationToken);

        Assert.Equal(StillOutcome.Undecodable, refused.Outcome);
        Assert.NotNull(refused.Detail);
        Assert.Equal(StillOutcome.Undecodable, empty.Outcome);
        Assert.Equal(StillOutcome.UnsupportedCodec, audio.Outcome);
        Assert.Equal(StillOutcome.Done, still.Outcome);
        Assert.Equal(1, stills.Worker.StartedWorkers);
    }

    [Fact]
    public async Task EncodeAsync_WorkerKilledBetweenJobs_LosesNothing()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var keyFrame = await FfmpegCommand.KeyFrameAsync("320x180", "libx264", "h264", cancellationToken);
        await using var stills = Service(new WorkerOptions());
        Assert.Equal(StillOutcome.Done, (await stills.EncodeAsync(keyFrame, CodecKind.H264, 0, cancellationToken)).Outcome);

        using var worker = Process.GetProcessById(Assert.NotNull(stills.Worker.ProcessId));
        worker.Kill(); // SIGKILL
        await worker.WaitForExitAsync(cancellationToken);

        Assert.Equal(StillOutcome.Done, (await stills.EncodeAsync(keyFrame, CodecKind.H264, 0, cancellationToken)).Outcome);
        Assert.Equal((2, 0), (stills.Worker.StartedWorkers, stills.Worker.LostJobs));
    }

    [Fact]
    public async Task EncodeAsync_LibrariesMissing_SaysWhichAndHowToGetThem()
    {
        await using var stills = Service(new WorkerOptions { FfmpegDirectory = "/nonexistent" });

        var still = await stills.EncodeAsync(new byte[] { 0, 0, 0, 1 }, CodecKind.H264, 0, TestContext.Current.CancellationToken);

        Assert.Equal(StillOutcome.DecoderUnavailable, still.Outcome);
        Assert.Contains("libavutil.so.57 was not found in /nonexistent", still.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EncodeAsync_WorkerCannotStart_SaysWhy()
    {
        await using var stills = new StillService(
            new WorkerOptions { WorkerPath = "/nonexistent/worker" },
            TimeProvider.System,
            NullLogger<WorkerSupervisor>.Instance
        );

        var still = await stills.EncodeAsync(new byte[] { 0 }, CodecKind.H264, 0, TestContext.Current.CancellationToken);

        Assert.Equal(StillOutcome.WorkerLost, still.Outcome);
        Assert.Contains("/nonexistent/worker", still.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 1, 2, 3 })]
    [InlineData(new byte[] { 200, 0, 0, 0, 0 })]
    public void UnpackAnswer_Nonsense_CountsAsLostWorker(byte[] answer) =>
        Assert.Equal(StillOutcome.WorkerLost, StillMessage.UnpackAnswer(answer).Outcome);

    private static StillService Service(WorkerOptions options) =>
        new(
            options with
            {
                WorkerPath = typeof(WorkerHost.Program).Assembly.Location,
            },
            TimeProvider.System,
            NullLogger<WorkerSupervisor>.Instance
        );
}
