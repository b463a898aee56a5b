namespace Command.Contracts.Authority;

/// <summary>
/// The name of every right there is. Who holds which, where, when and with what limits is data: the roles of <c>Silo/Authority/roles.json</c>. A
/// name is <c>subject.verb</c> and is never reused for something else.
/// </summary>
public static class Rights
{
    /// <summary>See that a device exists, its state, place and history.</summary>
    public const string DeviceSee = "device.see";

    /// <summary>Add, change, remove a device; try addresses; make its keys; approve claims.</summary>
    public const string DeviceManage = "device.manage";

    /// <summary>Give a device orders that are neither picture nor talk: start a live stream, locate, lock.</summary>
    public const string DeviceOrder = "device.order";

    /// <summary>Restart a device or a booth, without changing it.</summary>
    public const string DeviceRestart = "device.restart";

    /// <summary>Tell where a device is, and press SOS, in its name.</summary>
    public const string DeviceReport = "device.report";

    /// <summary>See a live picture, and stills of it.</summary>
    public const string LiveWatch = "live.watch";

    /// <summary>Send the stream of a device.</summary>
    public const string LivePublish = "live.publish";

    /// <summary>Look at recorded footage.</summary>
    public const string PlaybackWatch = "playback.watch";

    /// <summary>Take footage out of the system.</summary>
    public const string EvidenceExport = "evidence.export";

    /// <summary>Keep footage beyond its time, and release it.</summary>
    public const string EvidenceHold = "evidence.hold";

    /// <summary>Destroy footage before or at its time.</summary>
    public const string EvidencePurge = "evidence.purge";

    /// <summary>See what a mask hides.</summary>
    public const string EvidenceUnmask = "evidence.unmask";

    /// <summary>Read who had evidence in hand.</summary>
    public const string CustodyRead = "custody.read";

    /// <summary>Steer a camera.</summary>
    public const string PtzSteer = "ptz.steer";

    /// <summary>Take the steering from somebody else.</summary>
    public const string PtzPreempt = "ptz.preempt";

    /// <summary>Speak to a device or to people.</summary>
    public const string TalkSpeak = "talk.speak";

    /// <summary>Have a wall of one's own.</summary>
    public const string WallUse = "wall.use";

    /// <summary>Put pictures on a shared wall.</summary>
    public const string WallLead = "wall.lead";

    /// <summary>Keep others from changing a shared wall.</summary>
    public const string WallLock = "wall.lock";

    /// <summary>See signals.</summary>
    public const string SignalView = "signal.view";

    /// <summary>Acknowledge or dismiss signals.</summary>
    public const string SignalAnswer = "signal.answer";

    /// <summary>See incidents.</summary>
    public const string IncidentView = "incident.view";

    /// <summary>Report an incident.</summary>
    public const string IncidentRaise = "incident.raise";

    /// <summary>Judge, colour, and lead an incident.</summary>
    public const string IncidentHandle = "incident.handle";

    /// <summary>Send and follow tasks of an incident.</summary>
    public const string IncidentTask = "incident.task";

    /// <summary>Acknowledge and answer tasks sent to oneself.</summary>
    public const string IncidentAnswer = "incident.answer";

    /// <summary>Close red incidents, approve plans.</summary>
    public const string IncidentApprove = "incident.approve";

    /// <summary>See roll calls.</summary>
    public const string RollCallView = "rollcall.view";

    /// <summary>Start and run a roll call.</summary>
    public const string RollCallRun = "rollcall.run";

    /// <summary>Answer a roll call.</summary>
    public const string RollCallAnswer = "rollcall.answer";

    /// <summary>Sign the result of a roll call.</summary>
    public const string RollCallSign = "rollcall.sign";

    /// <summary>See inspections and their figures.</summary>
    public const string InspectionView = "inspection.view";

    /// <summary>Report a problem found.</summary>
    public const string InspectionFind = "inspection.find";

    /// <summary>Confirm problems, send notices, verify what was put right.</summary>
    public const string InspectionConduct = "inspection.conduct";

    /// <summary>Answer a notice, report what was put right.</summary>
    public const string InspectionReply = "inspection.reply";

    /// <summary>Approve plans and exceptions.</summary>
    public const string InspectionApprove = "inspection.approve";

    /// <summary>Watch a hearing without taking part; always logged.</summary>
    public const string HearingObserve = "hearing.observe";

    /// <summary>Lead a hearing.</summary>
    public const string HearingLead = "hearing.lead";

    /// <summary>Admit people, keep the transcript, run the displays.</summary>
    public const string HearingClerk = "hearing.clerk";

    /// <summary>Test and move people in a hearing without seeing its content.</summary>
    public const string HearingSupport = "hearing.support";

    /// <summary>Have a seat in a hearing.</summary>
    public const string HearingSeat = "hearing.seat";

    /// <summary>Watch a mediation without taking part; always logged.</summary>
    public const string MediationObserve = "mediation.observe";

    /// <summary>Lead a mediation.</summary>
    public const string MediationConduct = "mediation.conduct";

    /// <summary>Confirm what a mediation agreed.</summary>
    public const string MediationConfirm = "mediation.confirm";

    /// <summary>Test connections of a mediation.</summary>
    public const string MediationSupport = "mediation.support";

    /// <summary>Have a seat in a mediation.</summary>
    public const string MediationSeat = "mediation.seat";

    /// <summary>Lead a notarisation.</summary>
    public const string NotaryConduct = "notary.conduct";

    /// <summary>Test connections of a notarisation.</summary>
    public const string NotarySupport = "notary.support";

    /// <summary>Have a seat in a notarisation.</summary>
    public const string NotarySeat = "notary.seat";

    /// <summary>See units.</summary>
    public const string UnitSee = "unit.see";

    /// <summary>Add, change, move, remove units.</summary>
    public const string UnitManage = "unit.manage";

    /// <summary>See device groups.</summary>
    public const string GroupSee = "group.see";

    /// <summary>Add, change, remove device groups and their members.</summary>
    public const string GroupManage = "group.manage";

    /// <summary>See who is on shift.</summary>
    public const string ShiftSee = "shift.see";

    /// <summary>Plan shifts.</summary>
    public const string ShiftManage = "shift.manage";

    /// <summary>See accounts and which roles they hold.</summary>
    public const string AccountSee = "account.see";

    /// <summary>Create, change, switch off accounts; reset passwords; end sessions.</summary>
    public const string AccountManage = "account.manage";

    /// <summary>Grant and revoke roles; read anybody's rights.</summary>
    public const string RoleManage = "role.manage";

    /// <summary>Add, change, remove API clients and rotate their keys.</summary>
    public const string ClientManage = "client.manage";

    /// <summary>Use break-glass.</summary>
    public const string BreakGlassUse = "breakglass.use";

    /// <summary>Be the second person of a two-person rule about administrators.</summary>
    public const string ApprovalDecide = "approval.decide";

    /// <summary>Read the audit.</summary>
    public const string AuditRead = "audit.read";
}
