using System.Buffers;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Analysis;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Silo.MediaNode;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaHttp;

/// <summary>
/// Stills of this node's streams: the last key frame as JPEG. One is made at a time per stream and width, and is given to all who ask within a
/// second. Thread-safe.
/// </summary>
internal sealed class StillStore(
    DeviceRunner runner,
    SourceWait sources,
    MediaHub hub,
    StillService stills,
    IOptions<MediaDoorOptions> options,
    TimeProvider time
)
{
    private const int MaxEntries = 512;
    private const int FirstKeyFrameBytes = 64 * 1024;
    private static readonly TimeSpan KeyFramePoll = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Dictionary<(StreamPath Stream, int Width), (Task<Still> Still, long Begun)> _entries = [];

    public Task<Still> GetAsync(StreamPath stream, int maxWidth, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var key = (stream, maxWidth);
            if (!_entries.TryGetValue(key, out var entry) || IsStale(entry.Still, entry.Begun))
            {
                MakeRoom();
                // Not bound to the first caller's patience: others wait for the same picture.
                entry = (MakeAsync(stream, maxWidth), time.GetTimestamp());
                _entries[key] = entry;
            }
            return entry.Still.WaitAsync(cancellationToken);
        }
    }

    private async Task<Still> MakeAsync(StreamPath stream, int maxWidth)
    {
        if (!runner.TryBorrow(stream, out var demand))
        {
            return Refuse(RefusalCode.NotFound, "stream-not-found", $"This node does not pull {stream}.");
        }
        using (demand)
        {
            if (await sources.ForAsync(demand.Source, options.Value.StillWait, CancellationToken.None) is { } refusal)
            {
                return new Still(default, time.GetUtcNow(), refusal);
            }
            if (Unfit(stream) is { } unfit)
            {
                return unfit;
            }
            if (await KeyFrameAsync(stream) is not { } frame)
            {
                return Refuse(RefusalCode.Unavailable, "no-key-frame", $"No whole key frame of {stream} has arrived yet.");
            }
            var result = await stills.EncodeAsync(frame.Bytes, CodecKind.H264, maxWidth, CancellationToken.None);
            return result.Outcome == StillOutcome.Done
                ? new Still(result.Jpeg, frame.At, null)
                : Refuse(CodeOf(result.Outcome), ReasonOf(result.Outcome), result.Detail ?? $"The still failed: {result.Outcome}.");
        }
    }

    // What no wait can help against: publishers may send VP8, or sound alone.
    private Still? Unfit(StreamPath stream)
    {
        if (!hub.TryFind(stream.Value, out var live))
        {
            return null;
        }
        return VideoOf(live) switch
        {
            null => Refuse(RefusalCode.Unavailable, "no-video", $"{stream} has sound alone."),
            { Format.Codec: CodecKind.H264 } => null,
            var video => Refuse(
                RefusalCode.Unavailable,
                ReasonOf(StillOutcome.UnsupportedCodec),
                $"Stills of {video.Format.Codec} are not made yet."
            ),
        };
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, DateTimeOffset At)?> KeyFrameAsync(StreamPath stream)
    {
        var begun = time.GetTimestamp();
        do
        {
            var bytes = new ArrayBufferWriter<byte>(FirstKeyFrameBytes);
            if (hub.TryFind(stream.Value, out var live) && VideoOf(live)?.TryCopyKeyFrame(bytes, out _) == true)
            {
                var age = live.LastKeyFrameTimestamp is { } timestamp ? time.GetElapsedTime(timestamp) : TimeSpan.Zero;
                return (bytes.WrittenMemory, time.GetUtcNow() - age);
            }
            await Task.Delay(KeyFramePoll, time, CancellationToken.None);
        } while (time.GetElapsedTime(begun) < options.Value.StillWait);
        return null;
    }

    private static Track? VideoOf(LiveStream live) => live.Tracks.FirstOrDefault(track => track.Format.Kind == MediaKind.Video);

    private Still Refuse(RefusalCode code, string reason, string detail) =>
        new(default, time.GetUtcNow(), Refusal.Of(code, reason, detail));

    private bool IsStale(Task<Still> still, long begun) =>
        still.IsCompleted && (!still.IsCompletedSuccessfully || time.GetElapsedTime(begun) > options.Value.StillCache);

    private void MakeRoom()
    {
        if (_entries.Count < MaxEntries)
        {
            return;
        }
        foreach (var (key, entry) in _entries)
        {
            if (IsStale(entry.Still, entry.Begun))
            {
                _entries.Remove(key);
            }
        }
    }

    private static RefusalCode CodeOf(StillOutcome outcome) =>
        outcome is StillOutcome.Busy or StillOutcome.TimedOut ? RefusalCode.Busy : RefusalCode.Unavailable;

    private static string ReasonOf(StillOutcome outcome) =>
        outcome switch
        {
            StillOutcome.UnsupportedCodec => "still-unsupported-codec",
            StillOutcome.Undecodable => "still-undecodable",
            StillOutcome.DecoderUnavailable => "still-decoder-unavailable",
            StillOutcome.Busy => "still-busy",
            StillOutcome.TooLarge => "still-too-large",
            StillOutcome.TimedOut => "still-timed-out",
            StillOutcome.Stopping => "server-stopping",
            _ => "still-worker-lost",
        };
}
