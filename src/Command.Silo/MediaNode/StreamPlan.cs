using Command.Contracts.Streams;
using Command.Devices.Drivers;

namespace Command.Silo.MediaNode;

/// <summary>How one stream is pulled. Compared by value: another plan restarts the pull.</summary>
/// <param name="AlwaysOn">False pulls it only while somebody watches.</param>
internal sealed record StreamPlan(
    StreamPath Stream,
    DeviceUri Uri,
    DeviceCredential? Credential,
    RtspTransportPreference Transport,
    bool AlwaysOn
);
