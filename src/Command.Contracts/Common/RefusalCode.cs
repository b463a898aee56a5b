namespace Command.Contracts.Common;

/// <summary>Why an order was not carried out, in the words HTTP also has.</summary>
[GenerateSerializer, Alias("command.RefusalCode")]
public enum RefusalCode
{
    /// <summary>The order is malformed or a value is out of range (400).</summary>
    Invalid = 0,

    /// <summary>No such object, or it lies outside the caller's scope (404).</summary>
    NotFound = 1,

    /// <summary>The object is visible, the right is missing (403).</summary>
    Forbidden = 2,

    /// <summary>The order contradicts the present state (409).</summary>
    Conflict = 3,

    /// <summary>The caller saw an older version (412).</summary>
    VersionConflict = 4,

    /// <summary>A bound is reached; later may work (503).</summary>
    Busy = 5,

    /// <summary>What the order needs is not there now, for example the source is offline (503).</summary>
    Unavailable = 6,

    /// <summary>The other side offers nothing that can be used, for example no common codec (406).</summary>
    NotAcceptable = 7,
}
