namespace Command.Media.WebRtc;

/// <summary>How a track's turn at sending ended. Ordered: of several tracks the greatest counts.</summary>
internal enum SendTurn
{
    /// <summary>Nothing more waits.</summary>
    Done,

    /// <summary>More waits, but its time has not come.</summary>
    HeldBack,

    /// <summary>More waits; the others come first.</summary>
    More,
}
