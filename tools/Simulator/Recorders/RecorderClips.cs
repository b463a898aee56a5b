using Command.Tools.LightClient;
using Command.Tools.Simulator.Clips;

namespace Command.Tools.Simulator.Recorders;

/// <summary>What recorders see while their wearers walk. Made when the first of them streams, so that a fleet without pictures needs no ffmpeg.</summary>
internal sealed class RecorderClips(string folder, ClipFormat format, TextWriter progress) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Task<LightVideo>? _loading;

    /// <summary>The pictures.</summary>
    public Task<LightVideo> GetAsync(CancellationToken cancellationToken) => Prepare().WaitAsync(cancellationToken);

    /// <summary>Begins to read or make them, if nobody has; after a failure, again.</summary>
    public Task<LightVideo> Prepare()
    {
        lock (_gate)
        {
            if (_loading is null or { IsFaulted: true })
            {
                _loading = LoadAsync();
            }

            return _loading;
        }
    }

    /// <summary>Ends what is still being made.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loading is { } loading)
        {
            await loading.ContinueWith(static _ => { }, CancellationToken.None, default, TaskScheduler.Default);
        }

        _stop.Dispose();
    }

    private async Task<LightVideo> LoadAsync()
    {
        var library = new ClipLibrary(folder, [ClipScene.Field], progress);
        await Task.Run(() => library.RunAsync(_stop.Token));
        return library.Of(1, format == ClipFormat.Main)!.Video; // the library has run
    }
}
