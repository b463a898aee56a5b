using System.Buffers;
using System.Text;

namespace Command.Media.Workers;

/// <summary>The child's side: says it is ready, then does one job after the other until the server closes the pipe.</summary>
internal static class WorkerLoop
{
    /// <summary>
    /// Runs until <paramref name="input"/> ends. It ends also when a job hangs: the next frame is awaited while the job runs,
    /// so a server that dies never leaves a stuck child behind.
    /// </summary>
    public static async Task RunAsync(Stream input, Stream output, IWorkerJob job, int payloadLimit, CancellationToken cancellationToken)
    {
        await new WorkerFrame(WorkerFrameKind.Ready, 0, default).WriteAsync(output, cancellationToken).ConfigureAwait(false);
        var running = Task.CompletedTask;
        while (true)
        {
            var (error, frame) = await WorkerFrame.ReadAsync(input, payloadLimit, cancellationToken).ConfigureAwait(false);
            if (error != WorkerFrameError.None || frame.Kind != WorkerFrameKind.Job)
            {
                return;
            }

            await running.ConfigureAwait(false); // one job at a time; a server sends the next only after the answer
            running = Task.Run(() => AnswerAsync(frame, output, job, cancellationToken), cancellationToken);
        }
    }

    private static async Task AnswerAsync(WorkerFrame request, Stream output, IWorkerJob job, CancellationToken cancellationToken)
    {
        var reply = new ArrayBufferWriter<byte>();
        var kind = WorkerFrameKind.Done;
        try
        {
            job.Execute(request.Payload.Span, reply);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Top of the worker: the failure travels to the asker, the next job finds a clean slate.
            kind = WorkerFrameKind.Failed;
            reply.ResetWrittenCount();
            _ = Encoding.UTF8.GetBytes($"{failure.GetType().Name}: {failure.Message}", reply);
        }

        await new WorkerFrame(kind, request.Job, reply.WrittenMemory).WriteAsync(output, cancellationToken).ConfigureAwait(false);
    }
}
