using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Hub;
using Command.Silo.Common;

namespace Command.Silo.MediaNode;

/// <summary>Waits for a stream on behalf of a viewer, and gives up early when its source has failed.</summary>
internal sealed class SourceWait(MediaHub hub, TimeProvider time)
{
    /// <summary>Null when the stream is live and its picture can be played; else why not.</summary>
    /// <param name="source">The stream, which the caller holds a demand on.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<Refusal?> ForAsync(StreamSource source, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var live = hub.WaitForAsync(source.Stream.Value, stop.Token);
        try
        {
            while (true)
            {
                var reported = source.Reported;
                if (Verdict(source.LastReport) is { } refusal)
                {
                    return refusal;
                }
                if (live.IsCompletedSuccessfully)
                {
                    return null;
                }
                await Task.WhenAny(live, reported).WaitAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refusals.Unavailable(source.Absence);
        }
        finally
        {
            await stop.CancelAsync();
            await live.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>The refusal for a picture that no browser plays: recognised, said, and not hidden behind a black tile.</summary>
    public static Refusal NotPlayable(string why) =>
        new(RefusalCode.NotAcceptable, $"not-playable-{why}", $"Not playable here yet: {Words(why)}.", [why], null);

    private static Refusal? Verdict(DeviceReport? report)
    {
        if (report is { State: DeviceState.Offline })
        {
            return Refusals.Unavailable(report.Cause);
        }
        var video = report is { Tracks.IsDefaultOrEmpty: false } ? report.Tracks.FirstOrDefault(IsVideo) : null;
        return video?.NotPlayable is { } why ? NotPlayable(why) : null;
    }

    private static bool IsVideo(TrackInfo track) => track.Kind == "video";

    private static string Words(string why) =>
        why switch
        {
            "h265" => "H.265",
            "mjpeg" => "MJPEG",
            "b-frames" => "H.264 with B-frames",
            "high-422" => "H.264 High 4:2:2",
            "high-10" => "H.264 High 10",
            "high-444" => "H.264 High 4:4:4",
            "interlaced" => "interlaced H.264",
            _ => why,
        };
}
