using System.Buffers;
using Command.Media.Ffmpeg;
using Command.Media.Workers;

namespace Command.Media.Analysis;

/// <summary>The worker's side of a still: key frame in, JPEG or a reason out. Runs in the worker process.</summary>
internal sealed class StillJob : IWorkerJob
{
    private readonly FfmpegAvailability _availability;
    private readonly FfmpegFrameDecoder? _decoder;
    private readonly StillEncoder? _encoder;

    /// <summary>Opens the libraries; when they are missing every order is answered with how to get them.</summary>
    /// <param name="ffmpegDirectory">Folder of the libraries; null for where the system's loader looks.</param>
    public StillJob(string? ffmpegDirectory)
    {
        _availability = FfmpegLibraries.TryLoad(ffmpegDirectory, out var libraries);
        if (libraries is not null)
        {
            _decoder = new FfmpegFrameDecoder(libraries);
            _encoder = new StillEncoder(libraries);
        }
    }

    /// <inheritdoc/>
    public void Execute(ReadOnlySpan<byte> request, IBufferWriter<byte> reply)
    {
        if (_decoder is null || _encoder is null)
        {
            StillMessage.WriteRefusal(reply, StillOutcome.DecoderUnavailable, _availability.Message);
            return;
        }

        if (!StillMessage.TryUnpackOrder(request, out var codec, out var maxWidth, out var accessUnit))
        {
            StillMessage.WriteRefusal(reply, StillOutcome.Undecodable, "The order is too short.");
            return;
        }

        var verdict = _decoder.Decode(accessUnit, codec, maxWidth, out var frame);
        if (frame is null)
        {
            var outcome = verdict == FrameVerdict.UnsupportedCodec ? StillOutcome.UnsupportedCodec : StillOutcome.Undecodable;
            StillMessage.WriteRefusal(reply, outcome, $"{codec}, {accessUnit.Length} bytes: {verdict}.");
            return;
        }

        var jpeg = new ArrayBufferWriter<byte>();
        if (_encoder.TryEncode(frame, jpeg))
        {
            StillMessage.WriteAnswer(reply, StillOutcome.Done, frame.Width, frame.Height, jpeg.WrittenSpan);
        }
        else
        {
            StillMessage.WriteRefusal(reply, StillOutcome.Undecodable, $"No JPEG can be made of {frame.Width}x{frame.Height} pixels.");
        }
    }
}
