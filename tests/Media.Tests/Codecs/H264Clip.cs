using System.Diagnostics;
using System.Globalization;

namespace Command.Media.Tests.Codecs;

/// <summary>Real H.264 from ffmpeg, as an Annex B byte stream.</summary>
internal static class H264Clip
{
    /// <summary>Encodes a moving pattern.</summary>
    /// <param name="size">Such as 640x360.</param>
    /// <param name="frames">How many frames, at 25 per second.</param>
    /// <param name="encoder">More arguments for libx264.</param>
    public static async Task<byte[]> EncodeAsync(string size, int frames, string encoder, CancellationToken cancellationToken)
    {
        var arguments =
            $"-v error -f lavfi -i testsrc2=size={size}:rate=25 -frames:v {frames.ToString(CultureInfo.InvariantCulture)} "
            + $"-c:v libx264 -preset ultrafast {encoder} -f h264 -";
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true });
        Assert.NotNull(process);
        using var stream = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(stream, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
        return stream.ToArray();
    }
}
