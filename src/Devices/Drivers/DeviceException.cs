using System.Globalization;

namespace Command.Devices.Drivers;

/// <summary>A device session failed. Carries the cause for people, and connection and byte offset for a capture; never a credential.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>A failure before there was a connection.</summary>
    public DeviceException(DeviceCause cause, string detail, Exception? inner = null)
        : base(detail, inner)
    {
        Cause = cause;
        Detail = detail;
    }

    /// <summary>A failure of a connection.</summary>
    /// <param name="cause">For people.</param>
    /// <param name="detail">What happened.</param>
    /// <param name="connection">Both ends.</param>
    /// <param name="streamOffset">Bytes received before.</param>
    /// <param name="inner">What was thrown below.</param>
    public DeviceException(DeviceCause cause, string detail, ConnectionContext connection, long streamOffset, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{detail} [{connection} byte {streamOffset}]"), inner)
    {
        Cause = cause;
        Detail = detail;
    }

    /// <summary>For people.</summary>
    public DeviceCause Cause { get; }

    /// <summary>What happened, without connection and offset.</summary>
    public string Detail { get; }
}
