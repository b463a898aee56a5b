namespace Command.Silo.Signals;

/// <summary>One event of a signal before it is written.</summary>
/// <param name="Type">Such as <c>signal.raised</c>.</param>
/// <param name="Cause">Why, where that is known.</param>
internal sealed record SignalHappening(string Type, string? Cause = null)
{
    public static readonly SignalHappening Raised = new("signal.raised");
    public static readonly SignalHappening Repeated = new("signal.repeated");
    public static readonly SignalHappening Offered = new("signal.offered");
    public static readonly SignalHappening Overdue = new("signal.overdue");

    public static SignalHappening Acknowledged(string? note) => new("signal.acknowledged", note);

    public static SignalHappening Dismissed(string reason) => new("signal.dismissed", reason);

    public static SignalHappening CauseEnded(string why) => new("signal.cause-ended", why);

    public static SignalHappening Closed(string why) => new("signal.closed", why);
}
