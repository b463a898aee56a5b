namespace Command.Devices.Drivers;

/// <summary>How RTP shall come from an RTSP device.</summary>
public enum RtspTransportPreference
{
    /// <summary>Interleaved in TCP; UDP when the device refuses that (461).</summary>
    Automatic,

    /// <summary>Interleaved in TCP and nothing else.</summary>
    Tcp,

    /// <summary>UDP; TCP when the device refuses it or nothing arrives.</summary>
    Udp,
}
