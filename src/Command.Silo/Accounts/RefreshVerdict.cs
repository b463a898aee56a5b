namespace Command.Silo.Accounts;

/// <summary>What a presented refresh token is.</summary>
internal enum RefreshVerdict
{
    /// <summary>Not made by this session.</summary>
    Invalid,

    /// <summary>The good one.</summary>
    Current,

    /// <summary>One that was good earlier and has been exchanged: somebody holds a copy.</summary>
    Reused,
}
