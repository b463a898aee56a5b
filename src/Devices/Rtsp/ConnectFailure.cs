using System.Net.Sockets;
using System.Security.Authentication;
using Command.Devices.Drivers;

namespace Command.Devices.Rtsp;

/// <summary>Why a connection did not open, in causes that a person can act on.</summary>
internal static class ConnectFailure
{
    /// <summary>The cause behind what the socket or TLS threw.</summary>
    public static DeviceException From(Exception failure, DeviceUri uri) =>
        failure switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new(
                DeviceCause.ConnectionRefused,
                $"Nothing listens at {uri.Host}:{uri.Port}.",
                failure
            ),
            SocketException { SocketErrorCode: SocketError.TimedOut } or OperationCanceledException => new(
                DeviceCause.Timeout,
                $"No connection to {uri.Host}:{uri.Port} in time.",
                failure
            ),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new(
                DeviceCause.HostUnreachable,
                $"The name {uri.Host} is unknown.",
                failure
            ),
            SocketException => new(DeviceCause.HostUnreachable, $"No route to {uri.Host}:{uri.Port}.", failure),
            AuthenticationException => new(DeviceCause.ProtocolError, "The device's certificate is not trusted, or TLS failed.", failure),
            _ => new(DeviceCause.ClosedByPeer, $"The connection to {uri.Host}:{uri.Port} was lost while it opened.", failure),
        };
}
