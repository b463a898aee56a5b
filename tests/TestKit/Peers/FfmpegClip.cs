using System.Security.Cryptography;
using System.Text;

namespace Command.TestKit.Peers;

/// <summary>A media file made once by ffmpeg and kept in the temporary folder; the same arguments give the same file.</summary>
public static class FfmpegClip
{
    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>Arguments for small H.264 with a key frame each second and no B frames, with G.711 sound, 5 seconds.</summary>
    public const string VideoWithPcmu =
        "-f lavfi -i testsrc2=size=320x180:rate=15 -f lavfi -i sine=frequency=440:sample_rate=8000 -t 5 "
        + "-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p -c:a pcm_mulaw";

    /// <summary>Makes the file if it is not there and gives its path; everybody may read it.</summary>
    /// <param name="arguments">Between "ffmpeg" and the output name; blanks separate.</param>
    /// <param name="extension">With the dot; decides the container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string> MakeAsync(string arguments, string extension, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "command-clips");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arguments)))[..16] + extension;
        var path = Path.Combine(folder, name);
        await One.WaitAsync(cancellationToken);
        try
        {
            if (File.Exists(path))
            {
                return path;
            }

            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $"{Environment.ProcessId}-{name}");
            string[] all = ["-hide_banner", "-loglevel", "error", "-y", .. arguments.Split(' '), unfinished];
            await using var ffmpeg = PeerProcess.Start("ffmpeg", all);
            var exitCode = await ffmpeg.WaitForExitAsync(cancellationToken);
            if (exitCode != 0)
            {
                throw new InvalidOperationException($"ffmpeg gave {exitCode}:\n{ffmpeg.Text}");
            }

            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        finally
        {
            One.Release();
        }
    }
}
