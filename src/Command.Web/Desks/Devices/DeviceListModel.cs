using Command.Contracts.Directory;

namespace Command.Web.Desks.Devices;

/// <summary>A long list read page by page as far as somebody scrolls, to a bound: beyond it one searches instead.</summary>
/// <param name="read">Reads one page: the query's text and unit are the caller's, after and take are this model's.</param>
internal sealed class DeviceListModel(Func<string?, int, Task<DevicePage>> read)
{
    /// <summary>Most rows that can be scrolled to.</summary>
    public const int MostRows = 5_000;

    private const int Page = 200;
    private readonly List<DeviceSummary> _rows = [];
    private string? _next;
    private bool _started;

    /// <summary>How many match; may be more than <see cref="MostRows"/>.</summary>
    public int Total { get; private set; }

    /// <summary>Rows that can be scrolled to.</summary>
    public int Shown => Math.Min(Total, MostRows);

    /// <summary>The rows from <paramref name="start"/> on, fewer at the end.</summary>
    public async Task<IReadOnlyList<DeviceSummary>> SliceAsync(int start, int count)
    {
        var end = Math.Min(start + count, MostRows);
        while (_rows.Count < end && (!_started || _next is not null))
        {
            var page = await read(_next, Page);
            _started = true;
            _rows.AddRange(page.Devices);
            _next = page.Next;
            Total = page.Total;
        }
        return start >= _rows.Count ? [] : _rows.GetRange(start, Math.Min(end, _rows.Count) - start);
    }

    /// <summary>Puts a changed device in its place. False when it is not among the rows that were read: read again.</summary>
    public bool Apply(DeviceSummary device)
    {
        var at = _rows.FindIndex(row => row.Id == device.Id);
        if (at < 0 || _rows[at].UnitId != device.UnitId || _rows[at].Name != device.Name)
        {
            return false;
        }
        _rows[at] = device;
        return true;
    }

    /// <summary>Forgets everything that was read.</summary>
    public void Reset()
    {
        _rows.Clear();
        _next = null;
        _started = false;
    }
}
