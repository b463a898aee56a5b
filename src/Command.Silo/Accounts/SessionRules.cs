using Command.Contracts.Accounts;

namespace Command.Silo.Accounts;

/// <summary>How sessions come, stay and go. Pure.</summary>
internal static class SessionRules
{
    public const int MaximumSessions = 32;
    public const int MaximumUserAgent = 256;

    /// <summary>Adds a session; forgotten ones go, then the one that was refreshed longest ago when there is no room.</summary>
    public static AccountState Open(AccountState state, SessionState session, DateTimeOffset now) =>
        state with
        {
            Sessions =
            [
                .. Living(state, now).OrderByDescending(open => open.RefreshUntil).Take(MaximumSessions - 1).OrderBy(open => open.OpenedAt),
                session,
            ],
        };

    public static AccountState Replace(AccountState state, SessionState session, DateTimeOffset now) =>
        state with
        {
            Sessions = [.. Living(state, now).Select(open => open.Id == session.Id ? session : open)],
        };

    public static AccountState End(AccountState state, string sessionId, DateTimeOffset now) =>
        state with
        {
            Sessions = [.. Living(state, now).Where(open => open.Id != sessionId)],
        };

    /// <summary>Open sessions, newest first.</summary>
    /// <param name="state">The account.</param>
    /// <param name="current">The session that asks; null for none of these.</param>
    /// <param name="now">Now.</param>
    public static SessionList List(AccountState state, string? current, DateTimeOffset now) =>
        new([
            .. Living(state, now)
                .OrderByDescending(session => session.OpenedAt)
                .Select(session => new SessionInfo(
                    session.Id,
                    session.OpenedAt,
                    session.UserAgent,
                    session.ClientAddress,
                    session.RefreshUntil,
                    session.Id == current
                )),
        ]);

    public static SessionState? Find(AccountState? state, string sessionId, DateTimeOffset now) =>
        state is null || state.Disabled ? null : Living(state, now).FirstOrDefault(open => open.Id == sessionId);

    private static IEnumerable<SessionState> Living(AccountState state, DateTimeOffset now) =>
        state.Sessions.Where(open => open.RefreshUntil > now);
}
