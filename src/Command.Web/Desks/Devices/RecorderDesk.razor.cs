using System.Collections.Immutable;
using System.Globalization;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Contracts.Recorders;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Web.Realtime;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Devices;

/// <summary>Everything about one recorder: who wears it, how it is, where it is, what it was told and what it did.</summary>
public partial class RecorderDesk
{
    private const int HistoryShown = 100;
    private const int SessionsShown = 30;
    private const int PointsShown = 1_000;
    private const int SlowTicks = 5;

    /// <summary>Orders change without an event: while one is open they are read this often, rates every fifth time.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PositionAge = TimeSpan.FromMinutes(5);

    private RecorderStatus? _recorder;
    private IReadOnlyList<UnitDetails> _units = [];
    private IReadOnlyList<StateChange> _changes = [];
    private IReadOnlyList<RecorderSession> _sessions = [];
    private IReadOnlyList<RecorderCommand> _orders = [];
    private ImmutableArray<RecorderPosition> _track = [];
    private int _total;
    private int _hours = 4;
    private bool _trackRead;
    private string _unit = "";
    private bool _mayOrder;
    private Refusal? _refusal;
    private RecorderKey? _key;
    private bool _missing;
    private bool _mayManage;
    private Refusal? _denied;
    private bool _editing;
    private bool _resetting;
    private bool _ticking;
    private bool _left;
    private int _ticks;
    private ITimer? _timer;

    /// <summary>Id of the recorder.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILogger<RecorderDesk> Logger { get; set; } = null!;

    private bool OrderOpen => _orders.Any(order => order.State is RecorderCommandState.Pending or RecorderCommandState.Sent);

    private protected override ValueTask LeaveAsync()
    {
        _left = true;
        return _timer?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private protected override async Task LoadAsync(CommandContext context)
    {
        var described = await Recorders.DescribeAsync(context, Id, Gone);
        _denied = described.Refusal;
        _missing = _denied is not null;
        _recorder = described.Value;
        if (_recorder is null)
        {
            return;
        }
        _mayManage = await Own.MayAsync(context, Rights.DeviceManage, "recorder", Id, Gone);
        _mayOrder = await Own.MayAsync(context, Rights.DeviceOrder, "recorder", Id, Gone);
        _units = await Units.ListAsync(context, Gone);
        _unit = _units.FirstOrDefault(unit => unit.Id == _recorder.UnitId)?.Name ?? "";
        _changes = (await Recorders.HistoryAsync(context, Id, HistoryShown, Gone)).Value?.Changes ?? [];
        _sessions = (await Recorders.SessionsAsync(context, Id, SessionsShown, Gone)).Value?.Sessions ?? [];
        _orders = (await Recorders.OrdersAsync(context, Id, Gone)).Value?.Orders ?? [];
        if (!_trackRead)
        {
            await ReadTrackAsync(context);
        }
        _timer ??= Time.CreateTimer(_ => InvokeAsync(TickAsync), null, Tick, Tick);
    }

    private protected override async Task<bool> ChangeAsync(WallNotice notice)
    {
        switch (notice.Source)
        {
            case RecorderTold told when told.RecorderId == Id && _recorder is not null:
                _recorder = _recorder with { Health = told.Health ?? _recorder.Health, Position = told.Position ?? _recorder.Position };
                Follow(told.Position);
                return true;
            case DeviceChanged changed when changed.Device.Id == Id:
            case DeviceRemoved removed when removed.DeviceId == Id:
            case StreamChanged stream when stream.Stream.DeviceId == Id:
            case UnitsChanged:
            case AccessChanged:
                await ReloadAsync();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Puts a newer position at the end of the track, and lets go of what has left its window.</summary>
    private void Follow(RecorderPosition? position)
    {
        if (position is null || (_track.Length > 0 && position.At <= _track[^1].At))
        {
            return;
        }
        var from = Time.GetUtcNow().AddHours(-_hours);
        _track = [.. _track.Where(point => point.At >= from).TakeLast(PointsShown - 1), position];
        _total = Math.Max(_total + 1, _track.Length);
    }

    private async Task ReadTrackAsync(CommandContext context)
    {
        var until = Time.GetUtcNow();
        var track = (await Recorders.TrackAsync(context, Id, until.AddHours(-_hours), until, PointsShown, Gone)).Value;
        _track = track?.Positions ?? [];
        _total = track?.Total ?? 0;
        _trackRead = true;
    }

    private async Task ChooseHoursAsync(int hours)
    {
        _hours = hours;
        _trackRead = false;
        if (await ContextAsync() is { } context)
        {
            await ReadTrackAsync(context);
        }
    }

    private async Task ReadOrdersAsync()
    {
        if (await ContextAsync() is { } context)
        {
            _orders = (await Recorders.OrdersAsync(context, Id, Gone)).Value?.Orders ?? _orders;
        }
    }

    private async Task TickAsync()
    {
        _ticks++;
        var slow = _ticks % SlowTicks == 0;
        if (_left || _ticking || Trouble is not null || _recorder is null || !(slow || OrderOpen))
        {
            return;
        }
        _ticking = true;
        try
        {
            if (OrderOpen)
            {
                await ReadOrdersAsync();
            }
            if (slow && await ContextAsync() is { } context)
            {
                _recorder = (await Recorders.DescribeAsync(context, Id, CancellationToken.None)).Value ?? _recorder;
            }
            StateHasChanged();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ComponentLog.RefreshFailed(Logger, nameof(RecorderDesk), e);
        }
        finally
        {
            _ticking = false;
        }
    }

    private async Task ResetKeyAsync()
    {
        if (_resetting || await ContextAsync() is not { } context)
        {
            return;
        }
        _resetting = true;
        try
        {
            var result = await Recorders.ResetKeyAsync(context, Id, CancellationToken.None);
            _key = result.Value;
            _refusal = result.Refusal;
            _editing = false;
        }
        finally
        {
            _resetting = false;
        }
    }

    private async Task EditAsync()
    {
        await ReloadAsync();
        _editing = _recorder is not null;
        _key = null;
    }

    private async Task SavedAsync()
    {
        _editing = false;
        await ReloadAsync();
    }

    private bool IsOld(DateTimeOffset? at, TimeSpan limit) => at is { } told && Time.GetUtcNow() - told > limit;

    private static RecorderFacts FactsOf(RecorderStatus recorder) =>
        new(
            recorder.Health?.BatteryPercent,
            recorder.Session?.State is RecorderSessionState.Live or RecorderSessionState.Weak,
            recorder.Session?.State is RecorderSessionState.Weak,
            recorder.Sos,
            recorder.Officer?.Name
        );

    private static IEnumerable<(string Key, string Value)> Known(RecorderInfo info)
    {
        var known = new (string Key, string? Value)[]
        {
            ("model", info.Model),
            ("firmware", info.Firmware),
            ("imei", info.Imei),
            ("iccid", info.Iccid),
            ("codecs", info.Codecs.IsDefaultOrEmpty ? null : string.Join(", ", info.Codecs)),
        };
        return known.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => (fact.Key, fact.Value!)); // filtered just now
    }

    private static string Rate(StreamStatus stream) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream.BitsPerSecond / 1_000_000.0:0.00} Mbit/s · {stream.FramesPerSecond:0.#} fps");
}
