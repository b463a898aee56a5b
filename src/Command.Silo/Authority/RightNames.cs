using System.Collections.Frozen;
using System.Reflection;
using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>Sets of right names.</summary>
internal static class RightNames
{
    /// <summary>Every right there is.</summary>
    public static readonly FrozenSet<string> All = typeof(Rights)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (string)field.GetRawConstantValue()!) // Rights has nothing but constants, a test says so
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What devices that have signed in with their own key may do, on themselves.</summary>
    public static readonly FrozenSet<string> OfDevices = FrozenSet.Create(StringComparer.Ordinal, Rights.LivePublish, Rights.DeviceReport);

    /// <summary>What a broken glass gives: operating in an emergency, never administration, the audit, or taking evidence away.</summary>
    public static readonly FrozenSet<string> OfBrokenGlass = FrozenSet.Create(
        StringComparer.Ordinal,
        Rights.UnitSee,
        Rights.GroupSee,
        Rights.ShiftSee,
        Rights.DeviceSee,
        Rights.DeviceOrder,
        Rights.LiveWatch,
        Rights.PlaybackWatch,
        Rights.PtzSteer,
        Rights.PtzPreempt,
        Rights.TalkSpeak,
        Rights.WallUse,
        Rights.WallLead,
        Rights.SignalView,
        Rights.SignalAnswer,
        Rights.IncidentView,
        Rights.IncidentRaise,
        Rights.IncidentHandle,
        Rights.IncidentTask,
        Rights.IncidentApprove,
        Rights.RollCallView,
        Rights.RollCallRun
    );

    /// <summary>Is an object of this kind a device?</summary>
    public static bool IsDevice(string kind) => SeeOf(kind) == Rights.DeviceSee;

    /// <summary>The right by which an object of this kind is visible; null for kinds that everybody may know to exist.</summary>
    public static string? SeeOf(string kind) =>
        kind switch
        {
            "camera" or "recorder" or "booth" or "display" or "device" => Rights.DeviceSee,
            "signal" => Rights.SignalView,
            "unit" => Rights.UnitSee,
            "group" => Rights.GroupSee,
            "account" => Rights.AccountSee,
            _ => null,
        };
}
