using Command.Media.Codecs;
using Command.Media.Workers;
using Microsoft.Extensions.Logging;

namespace Command.Media.Analysis;

/// <summary>
/// Makes JPEG stills from cached key frames. Bytes that cameras made are decoded in a worker process (verb <c>worker still</c>),
/// so a picture that kills the decoder costs that still and nothing else. Thread-safe; stills wait in one bounded queue.
/// </summary>
public sealed class StillService : IAsyncDisposable
{
    /// <summary>The worker's verb.</summary>
    internal const string Verb = "still";

    private readonly WorkerSupervisor _worker;

    /// <summary>Makes the service; the worker starts with the first still.</summary>
    public StillService(WorkerOptions options, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _worker = new WorkerSupervisor(
            string.IsNullOrEmpty(options.FfmpegDirectory) ? [Verb] : [Verb, options.FfmpegDirectory],
            options,
            time,
            logger
        );
    }

    /// <summary>The worker that decodes, for health and tests.</summary>
    internal WorkerSupervisor Worker => _worker;

    /// <summary>Decodes a key frame and encodes it as JPEG. Never throws for what the bytes are; the result says why there is no picture.</summary>
    /// <param name="annexBKeyFrame">A whole key frame with its parameter sets; copied, so it may be reused when the call returns.</param>
    /// <param name="codec">Its codec.</param>
    /// <param name="maxWidth">A wider picture is reduced to this width in pixels; 0 for its own size.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<StillResult> EncodeAsync(
        ReadOnlyMemory<byte> annexBKeyFrame,
        CodecKind codec,
        int maxWidth,
        CancellationToken cancellationToken
    )
    {
        var order = StillMessage.PackOrder(annexBKeyFrame.Span, codec, maxWidth);
        return ResultOf(_worker.ExecuteAsync(order, cancellationToken));
    }

    /// <summary>Stops the worker; stills that wait end with <see cref="StillOutcome.Stopping"/>.</summary>
    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private static async Task<StillResult> ResultOf(Task<WorkerReply> answer)
    {
        var reply = await answer.ConfigureAwait(false);
        return reply.Outcome switch
        {
            WorkerOutcome.Done => StillMessage.UnpackAnswer(reply.Payload),
            WorkerOutcome.Busy => StillResult.Refused(StillOutcome.Busy, reply.Detail),
            WorkerOutcome.TooLarge => StillResult.Refused(StillOutcome.TooLarge, reply.Detail),
            WorkerOutcome.TimedOut => StillResult.Refused(StillOutcome.TimedOut, reply.Detail),
            WorkerOutcome.Stopping => StillResult.Refused(StillOutcome.Stopping, reply.Detail),
            WorkerOutcome.Failed => StillResult.Refused(StillOutcome.Undecodable, reply.Detail),
            _ => StillResult.Refused(StillOutcome.WorkerLost, reply.Detail),
        };
    }
}
