namespace Command.Silo.Recorders;

/// <summary>What became of what a device said.</summary>
[GenerateSerializer, Alias("command.NewsVerdict")]
internal enum NewsVerdict
{
    /// <summary>On the record, or the newest that is known.</summary>
    Taken = 0,

    /// <summary>Known already.</summary>
    Duplicate = 1,

    /// <summary>There is no such device, or it is switched off.</summary>
    Unknown = 2,

    /// <summary>It makes no sense as it is.</summary>
    Refused = 3,
}
