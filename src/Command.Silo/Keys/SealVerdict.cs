namespace Command.Silo.Keys;

/// <summary>What opening a sealed value showed.</summary>
internal enum SealVerdict
{
    Opened,

    /// <summary>Not a sealed value.</summary>
    Malformed,

    /// <summary>Sealed under a master key that is not here.</summary>
    OtherMasterKey,

    /// <summary>Changed, or sealed for another purpose.</summary>
    Tampered,
}
