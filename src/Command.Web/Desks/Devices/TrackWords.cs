using System.Globalization;
using Command.Contracts.Cameras;
using Command.Contracts.Streams;

namespace Command.Web.Desks.Devices;

/// <summary>Tracks in a few words: "H.264 1920×1080 25 fps", "G.711 A-law 8 kHz".</summary>
internal static class TrackWords
{
    public static string Of(TrackInfo track)
    {
        var words = new List<string> { Codec(track.Codec) };
        if (track.Width > 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{track.Width}×{track.Height}"));
        }
        if (track.FramesPerSecond is { } rate)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:0.##} fps"));
        }
        if (track.Kind == "audio" && track.ClockRate > 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{track.ClockRate / 1000.0:0.#} kHz"));
        }
        return string.Join(' ', words);
    }

    /// <summary>The picture of a camera's main stream, or of the first stream that has one; null when none is known.</summary>
    public static string? Picture(CameraStatus camera) =>
        camera
            .Streams.OrderBy(stream => stream.Profile == "main" ? 0 : 1)
            .SelectMany(stream => stream.Tracks)
            .Where(track => track.Kind == "video")
            .Select(Of)
            .FirstOrDefault();

    private static string Codec(string codec) =>
        codec switch
        {
            "h264" => "H.264",
            "h265" => "H.265",
            "vp8" => "VP8",
            "mjpeg" => "MJPEG",
            "opus" => "Opus",
            "pcmu" => "G.711 µ-law",
            "pcma" => "G.711 A-law",
            "aac" => "AAC",
            "g722" => "G.722",
            "g726" => "G.726",
            _ => codec,
        };
}
