namespace Command.Silo.Recorders;

/// <summary>The last SOS of a recorder that was neither taken back nor settled.</summary>
/// <param name="Id">Of the press, as the device or the page named it.</param>
/// <param name="PressedAt">Corrected by the device's known clock offset.</param>
/// <param name="HeardAt">When it reached the server.</param>
/// <param name="Way">mqtt or page.</param>
/// <param name="AnsweredAt">When a person acknowledged its signal.</param>
internal sealed record OpenSos(string Id, DateTimeOffset PressedAt, DateTimeOffset HeardAt, string Way, DateTimeOffset? AnsweredAt);
