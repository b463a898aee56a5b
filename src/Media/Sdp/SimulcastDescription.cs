namespace Command.Media.Sdp;

/// <summary>
/// The a=simulcast line (RFC 8853 §5.1). The lists stay in their own grammar: ";" separates layers, "," alternatives, "~" pauses.
/// </summary>
/// <param name="Send">Layers the author sends; null when none.</param>
/// <param name="Receive">Layers the author receives; null when none.</param>
public sealed record SimulcastDescription(string? Send, string? Receive);
