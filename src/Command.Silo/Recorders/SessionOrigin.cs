namespace Command.Silo.Recorders;

/// <summary>Who began a live session; decides who may end it.</summary>
internal enum SessionOrigin
{
    /// <summary>The wearer: the device or its page published by itself.</summary>
    Wearer = 0,

    /// <summary>A person gave the order.</summary>
    Person = 1,

    /// <summary>Somebody opened the picture; it is stopped when nobody watches any more.</summary>
    Viewers = 2,

    /// <summary>An SOS.</summary>
    Sos = 3,
}
