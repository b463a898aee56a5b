using Command.Contracts.Directory;
using Command.Contracts.Units;

namespace Command.Web.Desks.Wall;

/// <summary>
/// What the device tree shows: units with counts, and devices of the units that are open. Devices of a unit are read when it is opened;
/// a tree of a million costs what is on the screen.
/// </summary>
internal sealed class TreeModel
{
    /// <summary>A site this small is shown open.</summary>
    public const int SmallSite = 200;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DeviceSummary>> _devices = new(StringComparer.Ordinal);
    private Dictionary<string, UnitDetails> _units = new(StringComparer.Ordinal);
    private ILookup<string, UnitDetails> _children = Array.Empty<UnitDetails>().ToLookup(_ => "");
    private Dictionary<string, UnitCount> _counts = new(StringComparer.Ordinal);

    /// <summary>Null while the tree is shown; the result of a search while there is one.</summary>
    public IReadOnlyList<DeviceSummary>? Found { get; private set; }

    /// <summary>Units that are open and whose devices have not been read.</summary>
    public IEnumerable<string> Missing => _open.Where(id => !_devices.ContainsKey(id) && OwnDevices(id) > 0).ToList();

    /// <summary>True when there is no unit at all.</summary>
    public bool Empty => _units.Count == 0;

    /// <summary>Own devices of a unit, without those below.</summary>
    public int OwnDevices(string unitId) => _counts.TryGetValue(unitId, out var count) ? count.Devices : 0;

    /// <summary>Takes units and counts. The first time, a small site is opened wholly and a large one at its roots.</summary>
    public void SetUnits(IReadOnlyCollection<UnitDetails> units, IReadOnlyCollection<UnitCount> counts)
    {
        var first = _units.Count == 0;
        _units = units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
        _children = units.ToLookup(unit => unit.ParentId is { } parent && _units.ContainsKey(parent) ? parent : "", StringComparer.Ordinal);
        SetCounts(counts);
        _open.RemoveWhere(id => !_units.ContainsKey(id));
        if (first)
        {
            var small = counts.Sum(count => (long)count.Devices) <= SmallSite;
            _open.UnionWith((small ? units : _children[""]).Select(unit => unit.Id));
        }
    }

    public void SetCounts(IReadOnlyCollection<UnitCount> counts) =>
        _counts = counts.ToDictionary(count => count.UnitId, StringComparer.Ordinal);

    /// <summary>Takes the devices of one unit.</summary>
    public void SetDevices(string unitId, IEnumerable<DeviceSummary> devices) =>
        _devices[unitId] = [.. devices.Where(device => device.UnitId == unitId)];

    public void SetFound(IReadOnlyList<DeviceSummary>? found) => Found = found;

    /// <summary>Forgets the devices, so that they are read again.</summary>
    public void Forget() => _devices.Clear();

    public void Toggle(string unitId)
    {
        if (!_open.Remove(unitId))
        {
            _open.Add(unitId);
        }
    }

    /// <summary>Takes a device that was added, changed or moved. True when the counts may have changed.</summary>
    public bool Apply(DeviceSummary device)
    {
        var before = Remove(device.Id, device.UnitId);
        if (_devices.TryGetValue(device.UnitId, out var list))
        {
            var at = list.FindIndex(other => Compare(other, device) > 0);
            list.Insert(at < 0 ? list.Count : at, device);
        }
        Found = Found?.Select(other => other.Id == device.Id ? device : other).ToList();
        return before is null || before.State != device.State || before.UnitId != device.UnitId;
    }

    /// <summary>Takes a device that is gone.</summary>
    public void Remove(string deviceId)
    {
        Remove(deviceId, null);
        Found = Found?.Where(other => other.Id != deviceId).ToList();
    }

    /// <summary>The lines from top to bottom.</summary>
    public List<TreeRow> Rows()
    {
        if (Found is not null)
        {
            return [.. Found.Select(device => new TreeRow(device.Id, 0, _units.GetValueOrDefault(device.UnitId), device, false, 0, 0))];
        }
        var rows = new List<TreeRow>();
        foreach (var root in _children[""])
        {
            Add(rows, root, 0);
        }
        return rows;
    }

    private (int Devices, int Online) Add(List<TreeRow> rows, UnitDetails unit, int depth)
    {
        var open = _open.Contains(unit.Id);
        var at = rows.Count;
        rows.Add(new TreeRow(unit.Id, depth, unit, null, open, 0, 0));
        var count = _counts.GetValueOrDefault(unit.Id);
        var (devices, online) = (count?.Devices ?? 0, count?.Online ?? 0);
        // Lines of closed units are made only to be counted, into a list that nobody sees.
        var inside = open ? rows : [];
        foreach (var child in _children[unit.Id])
        {
            var below = Add(inside, child, depth + 1);
            devices += below.Devices;
            online += below.Online;
        }
        if (open && _devices.TryGetValue(unit.Id, out var own))
        {
            rows.AddRange(own.Select(device => new TreeRow(device.Id, depth + 1, null, device, false, 0, 0)));
        }
        rows[at] = rows[at] with { Devices = devices, Online = online };
        return (devices, online);
    }

    private DeviceSummary? Remove(string deviceId, string? unitHint)
    {
        var lists =
            unitHint is not null && _devices.TryGetValue(unitHint, out var hinted) ? _devices.Values.Prepend(hinted) : _devices.Values;
        foreach (var list in lists)
        {
            var at = list.FindIndex(device => device.Id == deviceId);
            if (at >= 0)
            {
                var found = list[at];
                list.RemoveAt(at);
                return found;
            }
        }
        return null;
    }

    private static int Compare(DeviceSummary left, DeviceSummary right) =>
        string.Compare(left.Name, right.Name, StringComparison.OrdinalIgnoreCase);
}
