namespace Command.Media.Ingest;

/// <summary>What a packet is within its picture.</summary>
internal enum H264PacketRole
{
    /// <summary>Nothing a viewer needs: filler, end marks, damaged.</summary>
    Droppable,

    /// <summary>Comes before a picture: parameter sets, SEI, delimiter.</summary>
    Prefix,

    /// <summary>Part of a picture.</summary>
    Slice,

    /// <summary>A fragment of something that is no slice.</summary>
    Other,
}
