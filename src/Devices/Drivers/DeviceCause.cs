namespace Command.Devices.Drivers;

/// <summary>Why a device is not as it should be, in words that a person can act on.</summary>
public enum DeviceCause
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>No route, or the name is unknown.</summary>
    HostUnreachable,

    /// <summary>The host is there, nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>Name or password are wrong, or missing.</summary>
    Unauthorized,

    /// <summary>Something else than RTSP answers on this port.</summary>
    NotRtsp,

    /// <summary>The description of the stream cannot be read, or it has neither video nor audio.</summary>
    BadSdp,

    /// <summary>The device does not know this path.</summary>
    NotFound,

    /// <summary>A picture was announced, only sound arrives.</summary>
    NoVideo,

    /// <summary>Pictures arrive, but none that a viewer could start with.</summary>
    NoKeyFrame,

    /// <summary>The device is connected and sends no media.</summary>
    Stalled,

    /// <summary>The device closed the connection.</summary>
    ClosedByPeer,

    /// <summary>The device accepts neither TCP nor UDP as transport.</summary>
    TransportRefused,

    /// <summary>The device answered against the protocol.</summary>
    ProtocolError,

    /// <summary>This server ends the session.</summary>
    ServerStopping,
}
