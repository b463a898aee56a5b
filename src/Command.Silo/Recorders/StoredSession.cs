using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>The running live session as it is stored.</summary>
/// <param name="Publisher">Public id of the media session that feeds it; null before there is one.</param>
/// <param name="OrderId">The order that asked for it; null when nobody did.</param>
internal sealed record StoredSession(RecorderSession Session, SessionOrigin Origin, string? Publisher, string? OrderId)
{
    /// <summary>Sound and picture come, well or badly.</summary>
    public bool IsStreaming => Session.State is RecorderSessionState.Live or RecorderSessionState.Weak;
}
