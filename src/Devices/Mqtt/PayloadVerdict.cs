namespace Command.Devices.Mqtt;

/// <summary>What a payload turned out to be.</summary>
internal enum PayloadVerdict
{
    /// <summary>A message.</summary>
    Read,

    /// <summary>Nothing: a retained message is being cleared.</summary>
    Empty,

    /// <summary>More bytes than its topic may carry.</summary>
    TooLarge,

    /// <summary>Not one JSON object in UTF-8.</summary>
    NotJson,

    /// <summary>A field that must be there is not, or has another type.</summary>
    Missing,

    /// <summary>A field that must be there has a value that cannot be.</summary>
    OutOfRange,

    /// <summary>A batch with more items than allowed.</summary>
    TooMany,
}
