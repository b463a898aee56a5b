using Command.Contracts.Authority;
using Command.Contracts.Events;

namespace Command.Web.Realtime;

/// <summary>Which notices somebody may be told of. Pure.</summary>
internal static class NoticeFilter
{
    /// <summary>The notice as this reader may see it; null for one that is not for them.</summary>
    public static WallNotice? For(WallNotice notice, string accountId, VisibleScope scope)
    {
        if (notice.AccountId is { } only)
        {
            return only == accountId ? notice : null;
        }
        return notice.Source switch
        {
            DeviceChanged changed => Changed(notice, changed, scope.Devices),
            DeviceRemoved removed => scope.Devices.Covers(removed.UnitId, removed.DeviceId) ? notice : null,
            StreamChanged changed => scope.Devices.Covers(changed.UnitId, changed.Stream.DeviceId) ? notice : null,
            RecorderTold told => scope.Devices.Covers(told.UnitId, told.RecorderId) ? notice : null,
            SignalChanged changed => scope.Signals.Covers(changed.Signal.UnitId, changed.Signal.Subject.Id) ? notice : null,
            UnitsChanged or AccessChanged => notice,
            _ => null, // what nobody has thought of is told to nobody
        };
    }

    /// <summary>Do two scopes show the same? Version and planned end do not matter.</summary>
    public static bool IsSame(VisibleScope one, VisibleScope other) =>
        IsSame(one.Devices, other.Devices) && IsSame(one.Signals, other.Signals) && IsSame(one.Units, other.Units);

    // Moved out of sight is gone.
    private static WallNotice? Changed(WallNotice notice, DeviceChanged changed, ScopeSet devices)
    {
        if (devices.Covers(changed.Device.UnitId, changed.Device.Id))
        {
            return notice;
        }
        return changed.LeftUnitId is { } left && devices.Covers(left, null)
            ? new WallNotice(new DeviceRemoved(changed.At, changed.Device.Id, left))
            : null;
    }

    private static bool IsSame(ScopeSet one, ScopeSet other) =>
        one.All == other.All && one.UnitIds.SetEquals(other.UnitIds) && one.DeviceIds.SetEquals(other.DeviceIds);
}
