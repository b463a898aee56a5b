using Command.Contracts.Authority;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Contracts.Recorders;
using Command.Contracts.Units;
using Command.Web.Desks.Access;
using Command.Web.Realtime;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace Command.Web.Desks.Devices;

/// <summary>The device list with its units, and the drawer that adds and edits.</summary>
public partial class DevicesDesk
{
    private static readonly DeviceKind[] Kinds = [DeviceKind.Camera, DeviceKind.Recorder];
    private readonly Dictionary<string, string> _pictures = new(StringComparer.Ordinal);
    private DeviceListModel _model = new((_, _) => Task.FromResult(new DevicePage([], null, 0)));
    private IReadOnlyList<UnitDetails> _units = [];
    private IReadOnlyList<UnitCount> _counts = [];
    private Virtualize<DeviceSummary>? _virtualize;
    private string _text = "";
    private string? _unitId;
    private DeviceKind? _kind;
    private Drawer _drawer;
    private int _editing;
    private CameraStatus? _camera;
    private RecorderStatus? _recorder;
    private CreatedRecorder? _created;
    private UnitDetails? _unit;
    private string _newUnitId = "";
    private OwnAccess _own = OwnAccess.Unknown;

    private enum Drawer
    {
        Closed,
        Camera,
        Recorder,
        Key,
        Unit,
    }

    private bool MayManage => _own.May(Rights.DeviceManage);

    private bool MayManageUnits => _own.May(Rights.UnitManage);

    /// <inheritdoc/>
    protected override void OnInitialized() => _model = new DeviceListModel(ReadAsync);

    private protected override async Task LoadAsync(CommandContext context)
    {
        _own = await Own.ReadAsync(context, Gone);
        _units = await Units.ListAsync(context, Gone);
        _counts = await Directory.CountsAsync(context, Gone);
        if (_unitId is not null && _units.All(unit => unit.Id != _unitId))
        {
            _unitId = null;
        }
        await RefreshAsync();
    }

    private protected override async Task<bool> ChangeAsync(WallNotice notice)
    {
        switch (notice.Source)
        {
            case DeviceChanged changed:
                _pictures.Remove(changed.Device.Id);
                if (_model.Apply(changed.Device))
                {
                    await RefreshRowsAsync();
                    await CountAsync();
                }
                else
                {
                    await RefreshAsync();
                    await CountAsync();
                }
                return true;
            case DeviceRemoved:
                await RefreshAsync();
                await CountAsync();
                return true;
            case UnitsChanged:
            case AccessChanged:
                await ReloadAsync();
                return true;
            default:
                return false;
        }
    }

    private async Task CountAsync()
    {
        if (await ContextAsync() is { } context)
        {
            _counts = await Directory.CountsAsync(context, Gone);
        }
    }

    private async Task<DevicePage> ReadAsync(string? after, int take)
    {
        var text = string.IsNullOrWhiteSpace(_text) ? null : _text.Trim();
        return await ContextAsync() is { } context
            ? await Directory.DevicesAsync(context, new DeviceQuery(text, _unitId, after, take, _kind), Gone)
            : new DevicePage([], null, 0);
    }

    /// <summary>Reads the list from its start.</summary>
    private async Task RefreshAsync()
    {
        _model.Reset();
        await _model.SliceAsync(0, 1);
        await RefreshRowsAsync();
    }

    private async Task RefreshRowsAsync()
    {
        if (_virtualize is not null)
        {
            await _virtualize.RefreshDataAsync();
        }
    }

    private async ValueTask<ItemsProviderResult<DeviceSummary>> RowsAsync(ItemsProviderRequest request)
    {
        var rows = await _model.SliceAsync(request.StartIndex, request.Count);
        var unknown = rows.Where(row =>
                row.Kind == DeviceKind.Camera && !_pictures.ContainsKey(row.Id) && row.State is DeviceState.Online or DeviceState.Degraded
            )
            .ToList();
        if (unknown.Count > 0 && await ContextAsync() is { } context)
        {
            // Only rows on the screen, and only what is known already: describing never contacts a device.
            var described = await Task.WhenAll(unknown.Select(row => Cameras.DescribeAsync(context, row.Id, request.CancellationToken)));
            foreach (var camera in described.Select(result => result.Value).OfType<CameraStatus>())
            {
                _pictures[camera.Id] = TrackWords.Picture(camera) ?? "";
            }
        }
        return new ItemsProviderResult<DeviceSummary>(rows, _model.Shown);
    }

    private async Task SearchAsync(ChangeEventArgs change)
    {
        _text = change.Value?.ToString() ?? "";
        await RefreshAsync();
    }

    private async Task SelectUnitAsync(string? unitId)
    {
        _unitId = unitId;
        await RefreshAsync();
    }

    private string UnitName(string unitId) => _units.FirstOrDefault(unit => unit.Id == unitId)?.Name ?? "";

    private async Task SelectKindAsync(DeviceKind? kind)
    {
        _kind = kind;
        await RefreshAsync();
    }

    private string Pressed(DeviceKind? kind) => _kind == kind ? "true" : "false";

    private void AddCamera()
    {
        _camera = null;
        Add(Drawer.Camera);
    }

    private void AddRecorder()
    {
        _recorder = null;
        Add(Drawer.Recorder);
    }

    private void Add(Drawer drawer)
    {
        _newUnitId = _unitId ?? (_units.Count > 0 ? _units[0].Id : "");
        Open(drawer);
    }

    private async Task EditAsync(DeviceSummary device)
    {
        if (await ContextAsync() is not { } context)
        {
            return;
        }
        if (device.Kind == DeviceKind.Recorder)
        {
            _recorder = (await Recorders.DescribeAsync(context, device.Id, Gone)).Value;
            Open(_recorder is null ? Drawer.Closed : Drawer.Recorder);
        }
        else
        {
            _camera = (await Cameras.DescribeAsync(context, device.Id, Gone)).Value;
            Open(_camera is null ? Drawer.Closed : Drawer.Camera);
        }
    }

    /// <summary>The key takes the editor's place: it is told this once.</summary>
    private async Task CreatedAsync(CreatedRecorder created)
    {
        _created = created;
        Open(Drawer.Key);
        await ReloadAsync();
    }

    private void AddUnit()
    {
        _unit = null;
        Open(Drawer.Unit);
    }

    private void EditUnit(UnitDetails unit)
    {
        _unit = unit;
        Open(Drawer.Unit);
    }

    private void Open(Drawer drawer)
    {
        _drawer = drawer;
        _editing++;
    }

    private async Task SavedAsync()
    {
        Close();
        await ReloadAsync();
    }

    private void Close()
    {
        _drawer = Drawer.Closed;
        _created = null;
    }
}
