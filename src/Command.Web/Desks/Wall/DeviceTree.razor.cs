using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Web.Application.Directory;
using Command.Web.Desks.Access;
using Command.Web.Realtime;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Command.Web.Desks.Wall;

/// <summary>The device tree beside the wall.</summary>
public partial class DeviceTree
{
    private const int MostFound = 200;
    private readonly TreeModel _model = new();
    private List<TreeRow> _rows = [];
    private string _text = "";
    private OwnAccess _own = OwnAccess.Unknown;

    private protected override async Task LoadAsync(CommandContext context)
    {
        _own = await Own.ReadAsync(context, Gone);
        var units = await Units.ListAsync(context, Gone);
        _model.SetUnits(units, await Directory.CountsAsync(context, Gone));
        _model.Forget();
        await FillAsync(context);
    }

    private protected override async Task<bool> ChangeAsync(WallNotice notice)
    {
        switch (notice.Source)
        {
            case DeviceChanged changed when _model.Apply(changed.Device):
            case DeviceRemoved:
                if (notice.Source is DeviceRemoved removed)
                {
                    _model.Remove(removed.DeviceId);
                }
                if (await ContextAsync() is { } counting)
                {
                    _model.SetCounts(await Directory.CountsAsync(counting, Gone));
                    await FillAsync(counting);
                }
                return true;
            case DeviceChanged:
                _rows = _model.Rows();
                return true;
            case AccessChanged:
            case UnitsChanged:
                await ReloadAsync();
                return true;
            default:
                return false;
        }
    }

    private async Task SearchAsync(ChangeEventArgs change)
    {
        _text = change.Value?.ToString() ?? "";
        var asked = _text;
        if (string.IsNullOrWhiteSpace(asked))
        {
            _model.SetFound(null);
        }
        else if (await ContextAsync() is { } context)
        {
            var page = await Directory.DevicesAsync(context, new DeviceQuery(asked.Trim(), null, null, MostFound), Gone);
            if (asked != _text)
            {
                // The person typed on: the answer to the newer text is on its way.
                return;
            }
            _model.SetFound(page.Devices);
        }
        _rows = _model.Rows();
    }

    private async Task ToggleAsync(string unitId)
    {
        _model.Toggle(unitId);
        if (await ContextAsync() is { } context)
        {
            await FillAsync(context);
        }
    }

    private async Task KeyAsync(KeyboardEventArgs key, TreeRow row)
    {
        if (key.Key is "Enter" or " " || (key.Key == "ArrowRight" && !row.Expanded) || (key.Key == "ArrowLeft" && row.Expanded))
        {
            await ToggleAsync(row.Key);
        }
    }

    /// <summary>Reads the devices of open units that have not been read.</summary>
    private async Task FillAsync(CommandContext context)
    {
        foreach (var unitId in _model.Missing)
        {
            _model.SetDevices(unitId, await DevicesOfAsync(context, unitId));
        }
        _rows = _model.Rows();
    }

    private async Task<List<DeviceSummary>> DevicesOfAsync(CommandContext context, string unitId)
    {
        var devices = new List<DeviceSummary>();
        string? after = null;
        do
        {
            // The query also gives what lies in units below; it goes on until the unit's own are complete.
            var query = new DeviceQuery(null, unitId, after, DirectoryService.LargestPage);
            var page = await Directory.DevicesAsync(context, query, Gone);
            devices.AddRange(page.Devices.Where(device => device.UnitId == unitId));
            after = page.Next;
        } while (after is not null && devices.Count < _model.OwnDevices(unitId));
        return devices;
    }

    private string TitleOf(DeviceSummary device)
    {
        var cause = Reasons.TextOf(device.Cause);
        var code = device.Code is null ? "" : $" {device.Code}";
        var worn = device.Recorder?.Officer is { } officer ? $" · {officer}" : "";
        return cause.Length == 0 ? device.Name + code + worn : $"{device.Name}{code}{worn}: {cause}";
    }
}
