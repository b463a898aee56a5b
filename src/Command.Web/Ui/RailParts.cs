namespace Command.Web.Ui;

/// <summary>What desks put into the frame, which must not know them: components without parameters and with a render mode of their own.</summary>
/// <param name="Menu">The entries of the rail that this person may use.</param>
/// <param name="Glass">Break-glass, in the bar.</param>
internal sealed record RailParts(Type Menu, Type Glass);
