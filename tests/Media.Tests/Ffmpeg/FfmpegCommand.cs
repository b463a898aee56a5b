using System.Diagnostics;
using System.Globalization;

namespace Command.Media.Tests.Ffmpeg;

/// <summary>The ffmpeg command line: makes real streams for tests and reads back what we made.</summary>
internal static class FfmpegCommand
{
    /// <summary>One key frame with parameter sets as Annex B, of a test pattern.</summary>
    public static Task<byte[]> KeyFrameAsync(string size, string encoder, string format, CancellationToken cancellationToken) =>
        RunAsync(
            $"-f lavfi -i testsrc2=s={size}:r=25 -frames:v 1 -pix_fmt yuv420p -c:v {encoder} -f {format} pipe:1",
            ReadOnlyMemory<byte>.Empty,
            cancellationToken
        );

    /// <summary>Decodes a JPEG to packed RGB.</summary>
    public static Task<byte[]> JpegToRgbAsync(ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        RunAsync("-f mjpeg -i pipe:0 -pix_fmt rgb24 -f rawvideo pipe:1", jpeg, cancellationToken);

    /// <summary>Width and height that ffprobe reads from a JPEG.</summary>
    public static async Task<(int Width, int Height)> JpegSizeAsync(ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        var output = await ExecuteAsync(
            "ffprobe",
            "-v error -f mjpeg -i pipe:0 -show_entries stream=width,height -of csv=p=0",
            jpeg,
            cancellationToken
        );
        var numbers = System.Text.Encoding.ASCII.GetString(output).Trim().Split(',');
        return (int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private static Task<byte[]> RunAsync(string arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        ExecuteAsync("ffmpeg", "-v error -nostdin " + arguments, input, cancellationToken);

    private static async Task<byte[]> ExecuteAsync(
        string program,
        string arguments,
        ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!; // null only with the shell, which is not used
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {await errors}");
        return output.ToArray();
    }
}
