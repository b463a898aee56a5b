using Command.Tools.Simulator.Clips;

namespace Command.Tools.Simulator.Streaming;

/// <summary>
/// The one loop that sends everything: three lanes (main, sub, sound), each with its own rate, all counted from the Unix epoch, so
/// that the place in the minute is the same for every camera and every start of the program. There is no timer per camera.
/// </summary>
internal sealed class BroadcastClock(TimeProvider time)
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(1);

    public Lane Main { get; } = new(ClipFormat.Main.FramesPerSecond);

    public Lane Sub { get; } = new(ClipFormat.Sub.FramesPerSecond);

    public Lane Sound { get; } = new(SoundSender.PacketsPerSecond);

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // One buffer serves all clients: a frame is written to its client before the next is built.
        var frame = new FrameBuffer();
        while (true)
        {
            var now = time.GetUtcNow();
            Main.Run(now, frame);
            Sub.Run(now, frame);
            Sound.Run(now, frame);
            var due = new[] { Main.NextDue, Sub.NextDue, Sound.NextDue }.Min();
            var wait = due - time.GetUtcNow();
            await Task.Delay(wait < LeastWait ? LeastWait : wait, time, cancellationToken);
        }
    }
}
