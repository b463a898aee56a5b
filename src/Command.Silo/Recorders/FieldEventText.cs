using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>What a device told, in the words of the audit record.</summary>
/// <param name="Type">sos, fall, key …</param>
/// <param name="Id">The device's own id of it.</param>
/// <param name="At">By the device's clock.</param>
/// <param name="Way">mqtt or page.</param>
/// <param name="Detail">The rest of what it said, as JSON.</param>
internal sealed record FieldEventText(
    string Type,
    string? Id,
    string? State,
    DateTimeOffset? At,
    string Way,
    string? Boot,
    long? Sequence,
    RecorderPosition? Position,
    string? OfficerNumber,
    string? Detail
);
