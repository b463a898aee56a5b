namespace Command.Devices.Drivers;

/// <summary>The stable text keys of causes, for close reasons and whatever else leaves the process.</summary>
public static class DeviceCauseNames
{
    /// <summary>Lower-case words joined by hyphens, for example host-unreachable.</summary>
    public static string Key(this DeviceCause cause) =>
        cause switch
        {
            DeviceCause.None => "none",
            DeviceCause.HostUnreachable => "host-unreachable",
            DeviceCause.ConnectionRefused => "connection-refused",
            DeviceCause.Timeout => "timeout",
            DeviceCause.Unauthorized => "unauthorized",
            DeviceCause.NotRtsp => "not-rtsp",
            DeviceCause.BadSdp => "bad-sdp",
            DeviceCause.NotFound => "not-found",
            DeviceCause.NoVideo => "no-video",
            DeviceCause.NoKeyFrame => "no-key-frame",
            DeviceCause.Stalled => "stalled",
            DeviceCause.ClosedByPeer => "closed-by-peer",
            DeviceCause.TransportRefused => "transport-refused",
            DeviceCause.ServerStopping => "server-stopping",
            _ => "protocol-error",
        };
}
