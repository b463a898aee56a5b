using System.Diagnostics;
using System.Globalization;

namespace Command.Tools.Simulator.Clips;

/// <summary>The clips of all places. They are read from a folder, and made there first when they are missing; cameras play as soon as theirs is there.</summary>
/// <param name="folder">Where the files are kept.</param>
/// <param name="places">Which scenes, in the order of the cameras.</param>
/// <param name="progress">Told what is being made.</param>
internal sealed class ClipLibrary(string folder, IReadOnlyList<int> places, TextWriter progress)
{
    /// <summary>Part of the file names: a change of the format makes new files.</summary>
    private const int Version = 2;

    private readonly Clip?[] _clips = new Clip?[2 * places.Count];
    private volatile int _ready;

    /// <summary>Places whose clips can be played.</summary>
    public int Ready => _ready;

    /// <summary>All places.</summary>
    public int Places => places.Count;

    /// <summary>Where clips are kept unless told otherwise: the user's cache.</summary>
    public static string DefaultFolder() =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "command-simulator"
        );

    /// <summary>The clip of a camera's stream; null while it is being made.</summary>
    /// <param name="camera">Number from 1; cameras share places round and round.</param>
    /// <param name="isMain">Main or sub stream.</param>
    public Clip? Of(int camera, bool isMain) => Volatile.Read(ref _clips[(((camera - 1) % places.Count) * 2) + (isMain ? 0 : 1)]);

    /// <summary>Reads or makes every clip, one place after the other, and ends. Says what it does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        for (var index = 0; index < places.Count; index++)
        {
            var place = places[index];
            if (!TryLoad(index))
            {
                var name = ClipScene.Of(place).Name;
                await progress.WriteLineAsync($"making clip {index + 1}/{places.Count} ({name}) …");
                var started = Stopwatch.GetTimestamp();
                await ClipMaker.MakeAsync(place, PathOf(place, ClipFormat.Main), PathOf(place, ClipFormat.Sub), cancellationToken);
                if (!TryLoad(index))
                {
                    throw new ClipException($"The clip that ffmpeg made in {folder} is not a minute of H.264.");
                }

                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                await progress.WriteLineAsync($"made clip {index + 1}/{places.Count} in {seconds} s");
            }

            _ready = index + 1;
        }

        // The files were read through a buffer as large as each; give that back, the process runs for days.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private bool TryLoad(int index)
    {
        var place = places[index];
        if (TryLoad(place, ClipFormat.Main) is not { } main || TryLoad(place, ClipFormat.Sub) is not { } sub)
        {
            return false;
        }

        Volatile.Write(ref _clips[index * 2], main);
        Volatile.Write(ref _clips[(index * 2) + 1], sub);
        return true;
    }

    private Clip? TryLoad(int place, ClipFormat format)
    {
        var path = PathOf(place, format);
        return File.Exists(path) ? Clip.TryRead(File.ReadAllBytes(path), format) : null;
    }

    private string PathOf(int place, ClipFormat format) =>
        Path.Combine(folder, $"v{Version}-{place + 1}-{ClipScene.Of(place).Name}-{format.Name}.h264");
}
