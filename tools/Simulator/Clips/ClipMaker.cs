using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Command.Tools.Simulator.Clips;

/// <summary>Makes both clips of a place in one run of ffmpeg: one minute each, with name, second, frame number and time strip burned in.</summary>
internal static class ClipMaker
{
    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    ];

    /// <summary>Writes two H.264 byte streams. The files appear whole or not at all.</summary>
    public static async Task MakeAsync(int place, string mainPath, string subPath, CancellationToken cancellationToken)
    {
        var scene = ClipScene.Of(place);
        var unfinished = $".{Environment.ProcessId}.part";
        var graph =
            $"{scene.Source},split=2[a][b];"
            + $"[a]{Overlay(ClipFormat.Main, place)}[main];"
            + $"[b]fps={ClipFormat.Sub.FramesPerSecond},scale={ClipFormat.Sub.Width}:{ClipFormat.Sub.Height},{Overlay(ClipFormat.Sub, place)}[sub]";
        List<string> arguments = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-filter_complex", graph];
        arguments.AddRange(Output(ClipFormat.Main, "[main]", mainPath + unfinished));
        arguments.AddRange(Output(ClipFormat.Sub, "[sub]", subPath + unfinished));
        try
        {
            await RunAsync(arguments, cancellationToken);
            File.Move(mainPath + unfinished, mainPath, overwrite: true);
            File.Move(subPath + unfinished, subPath, overwrite: true);
        }
        finally
        {
            File.Delete(mainPath + unfinished);
            File.Delete(subPath + unfinished);
        }
    }

    private static IEnumerable<string> Output(ClipFormat format, string label, string path)
    {
        var group = format.GroupLength.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-map",
            label,
            "-frames:v",
            format.Frames.ToString(CultureInfo.InvariantCulture),
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-profile:v",
            format == ClipFormat.Main ? "main" : "baseline",
            "-bf",
            "0",
            "-b:v",
            $"{format.Kilobits}k",
            "-maxrate",
            $"{format.Kilobits}k",
            "-bufsize",
            $"{format.Kilobits}k",
            // Every group is closed and of the same length, so the minute ends where a group ends and can start again.
            "-g",
            group,
            "-keyint_min",
            group,
            "-sc_threshold",
            "0",
            "-f",
            "h264",
            path,
        ];
    }

    private static string Overlay(ClipFormat format, int place) => $"{Strip(format)}{Caption(format, place)},format=yuv420p";

    private static string Strip(ClipFormat format)
    {
        var side = format.Width / TimeStrip.SquaresPerWidth;
        List<string> boxes =
        [
            $"drawbox=0:0:{TimeStrip.Squares * side}:{side}:black:fill",
            White(0, null),
            White(TimeStrip.LastSquare, null),
        ];
        var isSub = format.FramesPerSecond == TimeStrip.SubRate;
        if (isSub)
        {
            boxes.Add(White(TimeStrip.RateSquare, null));
        }

        var parity = isSub ? "1" : "0";
        for (var i = 0; i < TimeStrip.IndexBits; i++)
        {
            var bit = $"mod(floor(n/{1 << (TimeStrip.IndexBits - 1 - i)})\\,2)";
            parity += "+" + bit;
            boxes.Add(White(TimeStrip.FirstIndexSquare + i, bit));
        }

        boxes.Add(White(TimeStrip.ParitySquare, $"mod({parity}\\,2)"));
        // Where the picture costs more bits than there are, the encoder must not save on the clock.
        boxes.Add($"addroi=0:0:{TimeStrip.Squares * side}:{side}:-0.8");
        return string.Join(',', boxes);

        string White(int square, string? when) =>
            $"drawbox={square * side}:0:{side}:{side}:white:fill" + (when is null ? "" : $":enable={when}");
    }

    private static string Caption(ClipFormat format, int place)
    {
        if (Fonts.FirstOrDefault(File.Exists) is not { } font)
        {
            return "";
        }

        var side = format.Width / TimeStrip.SquaresPerWidth;
        var second = $@"%{{eif\:floor(n/{format.FramesPerSecond})\:d\:2}}";
        return $",drawtext=fontfile={font}:text='{ClipScene.Of(place).Caption}  {second} s  #%{{frame_num}}':x={2 * side}:y={3 * side}"
            + $":fontsize={2 * side}:fontcolor=white:box=1:boxcolor=black@0.55:boxborderw={side / 2}";
    }

    private static async Task RunAsync(List<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true };
        using var ffmpeg = Start(start);
        try
        {
            var said = await ffmpeg.StandardError.ReadToEndAsync(cancellationToken);
            await ffmpeg.WaitForExitAsync(cancellationToken);
            if (ffmpeg.ExitCode != 0)
            {
                throw new ClipException($"ffmpeg could not make a clip (exit code {ffmpeg.ExitCode}): {said.Trim()}");
            }
        }
        finally
        {
            if (!ffmpeg.HasExited)
            {
                ffmpeg.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            // Null comes only from the shell, which is not used.
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new ClipException($"ffmpeg is needed once to make the clips (Debian: apt-get install ffmpeg): {missing.Message}");
        }
    }
}
