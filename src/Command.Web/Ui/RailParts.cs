namespace Command.Web.Ui;

/// <summary>What desks put into the frame, which must not know them.</summary>
/// <param name="AlarmCount">Component without parameters and with a render mode of its own: how many alarms nobody has answered.</param>
internal sealed record RailParts(Type AlarmCount);
