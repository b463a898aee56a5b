using Command.Tools.LightClient;
using Command.Tools.Simulator.Clips;

namespace Command.Tools.Simulator.Recorders;

/// <summary>What recorders see while their wearers walk. Made when the first of them streams, so that a fleet without pictures needs no ffmpeg.</summary>
internal sealed class RecorderClips(string folder, ClipFormat format, TextWriter progress)
{
    private readonly Lock _gate = new();
    private Task<LightVideo>? _loading;

    /// <summary>The pictures.</summary>
    public Task<LightVideo> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_loading is null or { IsFaulted: true })
            {
                _loading = LoadAsync();
            }

            return _loading.WaitAsync(cancellationToken);
        }
    }

    private async Task<LightVideo> LoadAsync()
    {
        var library = new ClipLibrary(folder, [ClipScene.Field], progress);
        await Task.Run(() => library.RunAsync(CancellationToken.None));
        return library.Of(1, format == ClipFormat.Main)!.Video; // the library has run
    }
}
