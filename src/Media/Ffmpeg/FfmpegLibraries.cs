using System.Runtime.InteropServices;

namespace Command.Media.Ffmpeg;

/// <summary>
/// Finds libavutil, libavcodec and libswscale and checks their majors before anything reads a structure of theirs.
/// Only libraries of the same major share a binary interface, so another major is refused instead of guessed at.
/// Thread-safe; opened libraries stay in the process until it ends.
/// </summary>
public static class FfmpegLibraries
{
    private const string Remedy = "Install FFmpeg 5.1 (Debian 12: apt-get install ffmpeg); until then there are no stills and no analysis.";

    /// <summary>Looks for the libraries where the system's loader looks.</summary>
    public static FfmpegAvailability Probe() => Probe(null);

    /// <summary>Looks for the libraries.</summary>
    /// <param name="directory">Folder that holds them; null or empty for where the system's loader looks.</param>
    public static FfmpegAvailability Probe(string? directory) => TryLoad(directory, out _);

    /// <summary>Opens the libraries. <paramref name="libraries"/> is null unless the answer is <see cref="FfmpegState.Available"/>.</summary>
    internal static FfmpegAvailability TryLoad(string? directory, out LibAv? libraries)
    {
        libraries = null;
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
        {
            return new FfmpegAvailability(
                FfmpegState.UnsupportedSystem,
                null,
                $"Pictures are decoded on 64-bit Linux only; this is {RuntimeInformation.RuntimeIdentifier}. There are no stills and no analysis here."
            );
        }

        // libavutil first: the other two need it, and a folder given by option must win over the system's copy.
        var util = Open(directory, "libavutil", LibAvLayout.UtilMajor, "avutil_version");
        var codec = Open(directory, "libavcodec", LibAvLayout.CodecMajor, "avcodec_version");
        var scale = Open(directory, "libswscale", LibAvLayout.ScaleMajor, "swscale_version");
        var refusal = util.Refusal ?? codec.Refusal ?? scale.Refusal ?? Bind(util.Handle, codec.Handle, scale.Handle, out libraries);
        return refusal
            ?? new FfmpegAvailability(
                FfmpegState.Available,
                null,
                $"libavutil {Text(util.Version)}, libavcodec {Text(codec.Version)}, libswscale {Text(scale.Version)}."
            );
    }

    /// <summary>Judges one library's version; pure, so that the refusal can be tested without such a library.</summary>
    internal static FfmpegAvailability? JudgeVersion(string file, int expectedMajor, uint version) =>
        version >> 16 == expectedMajor
            ? null
            : new FfmpegAvailability(
                FfmpegState.WrongMajor,
                file,
                $"{file} says version {Text(version)}, this build knows major {expectedMajor}. {Remedy}"
            );

    private static unsafe Opened Open(string? directory, string name, int major, string versionFunction)
    {
        var file = $"{name}.so.{major}";
        var path = string.IsNullOrEmpty(directory) ? file : Path.Combine(directory, file);
        if (!NativeLibrary.TryLoad(path, out var library))
        {
            var where = string.IsNullOrEmpty(directory) ? "on this system" : $"in {directory}";
            return Opened.No(new FfmpegAvailability(FfmpegState.LibraryMissing, file, $"{file} was not found {where}. {Remedy}"));
        }

        if (!NativeLibrary.TryGetExport(library, versionFunction, out var function))
        {
            return Opened.No(MissingFunction(file, versionFunction));
        }

        var version = ((delegate* unmanaged[Cdecl]<uint>)function)();
        return new Opened(library, version, JudgeVersion(file, major, version));
    }

    private static FfmpegAvailability? Bind(nint util, nint codec, nint scale, out LibAv? libraries)
    {
        try
        {
            libraries = new LibAv(util, codec, scale);
            return null;
        }
        catch (EntryPointNotFoundException missing)
        {
            libraries = null;
            return MissingFunction("FFmpeg", missing.Message);
        }
    }

    private static FfmpegAvailability MissingFunction(string file, string detail) =>
        new(FfmpegState.FunctionMissing, file, $"{file} lacks a function ({detail}). {Remedy}");

    private static string Text(uint version) => $"{version >> 16}.{(version >> 8) & 0xFF}.{version & 0xFF}";

    /// <summary>One opened library, or why it is refused.</summary>
    private readonly record struct Opened(nint Handle, uint Version, FfmpegAvailability? Refusal)
    {
        public static Opened No(FfmpegAvailability refusal) => new(0, 0, refusal);
    }
}
