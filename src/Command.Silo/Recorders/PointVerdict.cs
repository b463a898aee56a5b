namespace Command.Silo.Recorders;

/// <summary>What a position is worth.</summary>
internal enum PointVerdict
{
    /// <summary>Believed.</summary>
    Good,

    /// <summary>The device has no fix; it repeats the last place it knew, or nothing.</summary>
    NoFix,

    /// <summary>Latitude and longitude zero: a receiver that knows nothing yet.</summary>
    Zero,

    /// <summary>Not a number, or outside the globe.</summary>
    OutOfRange,

    /// <summary>More than five minutes ahead of the server.</summary>
    Future,

    /// <summary>Nobody moves as fast as that.</summary>
    Jump,
}
