using System.Globalization;
using Command.Contracts.Authority;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Web.Realtime;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Devices;

/// <summary>What is known about one camera: state, streams, history.</summary>
public partial class CameraDesk
{
    private const int HistoryShown = 100;

    /// <summary>Rates change without an event.</summary>
    private static readonly TimeSpan RateInterval = TimeSpan.FromSeconds(5);

    private CameraStatus? _camera;
    private IReadOnlyList<UnitDetails> _units = [];
    private IReadOnlyList<StateChange> _changes = [];
    private string _unit = "";
    private bool _missing;
    private bool _mayManage;
    private Refusal? _denied;
    private bool _editing;
    private ITimer? _timer;

    /// <summary>Id of the camera.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private protected override ValueTask LeaveAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private protected override async Task LoadAsync(CommandContext context)
    {
        var described = await Cameras.DescribeAsync(context, Id, Gone);
        _denied = described.Refusal;
        _missing = _denied is not null;
        _camera = described.Value;
        if (_camera is null)
        {
            return;
        }
        _mayManage = await Own.MayAsync(context, Rights.DeviceManage, "camera", Id, Gone);
        _units = await Units.ListAsync(context, Gone);
        _unit = _units.FirstOrDefault(unit => unit.Id == _camera.UnitId)?.Name ?? "";
        _changes = (await Cameras.HistoryAsync(context, Id, HistoryShown, Gone)).Value?.Changes ?? [];
        _timer ??= Time.CreateTimer(_ => InvokeAsync(RefreshRatesAsync), null, RateInterval, RateInterval);
    }

    private protected override async Task<bool> ChangeAsync(WallNotice notice)
    {
        var ours = notice.Source switch
        {
            DeviceChanged changed => changed.Device.Id == Id,
            DeviceRemoved removed => removed.DeviceId == Id,
            StreamChanged changed => changed.Stream.DeviceId == Id,
            UnitsChanged or AccessChanged => true,
            _ => false,
        };
        if (ours)
        {
            await ReloadAsync();
        }
        return ours;
    }

    private async Task RefreshRatesAsync()
    {
        if (!Gone.IsCancellationRequested && Trouble is null && !_editing && await ContextAsync() is { } context)
        {
            _camera = (await Cameras.DescribeAsync(context, Id, CancellationToken.None)).Value ?? _camera;
            StateHasChanged();
        }
    }

    private async Task EditAsync()
    {
        await ReloadAsync();
        _editing = _camera is not null;
    }

    private async Task SavedAsync()
    {
        _editing = false;
        await ReloadAsync();
    }

    private static string Rate(StreamStatus stream) =>
        stream.BitsPerSecond == 0
            ? "–"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{stream.BitsPerSecond / 1_000_000.0:0.00} Mbit/s · {stream.FramesPerSecond:0.#} fps"
            );
}
