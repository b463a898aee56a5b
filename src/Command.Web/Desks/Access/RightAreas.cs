using System.Collections.Immutable;
using Command.Contracts.Authority;

namespace Command.Web.Desks.Access;

/// <summary>Rights in the order people read them, by area of work.</summary>
internal static class RightAreas
{
    /// <summary>Every right once; texts are <c>area.{name}</c> and <c>right.{right}</c>.</summary>
    public static readonly ImmutableArray<(string Area, ImmutableArray<string> Rights)> All =
    [
        ("watch", [Rights.UnitSee, Rights.DeviceSee, Rights.GroupSee, Rights.LiveWatch, Rights.WallUse, Rights.WallLead, Rights.WallLock]),
        (
            "steer",
            [
                Rights.PtzSteer,
                Rights.PtzPreempt,
                Rights.TalkSpeak,
                Rights.DeviceOrder,
                Rights.DeviceRestart,
                Rights.DeviceReport,
                Rights.LivePublish,
            ]
        ),
        (
            "evidence",
            [
                Rights.PlaybackWatch,
                Rights.EvidenceExport,
                Rights.EvidenceHold,
                Rights.EvidencePurge,
                Rights.EvidenceUnmask,
                Rights.CustodyRead,
            ]
        ),
        (
            "alarms",
            [
                Rights.SignalView,
                Rights.SignalAnswer,
                Rights.IncidentView,
                Rights.IncidentRaise,
                Rights.IncidentHandle,
                Rights.IncidentTask,
                Rights.IncidentAnswer,
                Rights.IncidentApprove,
                Rights.RollCallView,
                Rights.RollCallRun,
                Rights.RollCallAnswer,
                Rights.RollCallSign,
            ]
        ),
        (
            "inspections",
            [Rights.InspectionView, Rights.InspectionFind, Rights.InspectionConduct, Rights.InspectionReply, Rights.InspectionApprove]
        ),
        (
            "hearings",
            [
                Rights.HearingObserve,
                Rights.HearingLead,
                Rights.HearingClerk,
                Rights.HearingSupport,
                Rights.HearingSeat,
                Rights.MediationObserve,
                Rights.MediationConduct,
                Rights.MediationConfirm,
                Rights.MediationSupport,
                Rights.MediationSeat,
                Rights.NotaryConduct,
                Rights.NotarySupport,
                Rights.NotarySeat,
            ]
        ),
        (
            "administration",
            [
                Rights.DeviceManage,
                Rights.UnitManage,
                Rights.GroupManage,
                Rights.ShiftSee,
                Rights.ShiftManage,
                Rights.AccountSee,
                Rights.AccountManage,
                Rights.RoleManage,
                Rights.ClientManage,
                Rights.ApprovalDecide,
                Rights.BreakGlassUse,
                Rights.AuditRead,
            ]
        ),
    ];
}
