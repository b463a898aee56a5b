using System.Buffers;

namespace Command.Devices.Mqtt;

/// <summary>A PUBLISH as a broker gave it.</summary>
/// <param name="Topic">As sent.</param>
/// <param name="Payload">Borrowed until the call that takes it first yields.</param>
/// <param name="MustBeKept">Quality of service 1 or 2.</param>
/// <param name="IsRetained">The broker kept it from before.</param>
/// <param name="Correlation">Correlation data; null when there are none.</param>
/// <param name="LaneLimit">How many of the same device may wait before this one.</param>
internal readonly record struct IncomingMessage(
    string Topic,
    ReadOnlySequence<byte> Payload,
    bool MustBeKept,
    bool IsRetained,
    byte[]? Correlation,
    int LaneLimit
);
