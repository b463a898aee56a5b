namespace Command.Contracts.Cameras;

/// <summary>How RTP comes from a camera.</summary>
[GenerateSerializer, Alias("command.TransportPreference")]
public enum TransportPreference
{
    /// <summary>TCP first, UDP when the camera refuses it.</summary>
    Auto = 0,

    /// <summary>Interleaved in the RTSP connection.</summary>
    Tcp = 1,

    /// <summary>UDP port pairs.</summary>
    Udp = 2,
}
