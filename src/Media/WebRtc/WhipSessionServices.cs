using Command.Media.Buffers;
using Command.Media.Hub;
using Command.Media.Telemetry;

namespace Command.Media.WebRtc;

/// <summary>What all publishing sessions of a media server share.</summary>
/// <param name="Hub">Where streams open.</param>
/// <param name="Pool">Gives buffers for packets.</param>
/// <param name="Faults">Counts what is wrong with packets.</param>
/// <param name="Metrics">Counts.</param>
/// <param name="Time">Every clock.</param>
internal sealed record WhipSessionServices(MediaHub Hub, PacketPool Pool, FaultTally Faults, MediaMetrics Metrics, TimeProvider Time);
