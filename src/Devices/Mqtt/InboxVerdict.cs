namespace Command.Devices.Mqtt;

/// <summary>What became of a message; decides the reason code of the PUBACK.</summary>
public enum InboxVerdict
{
    /// <summary>Safe: acknowledged.</summary>
    Taken,

    /// <summary>Known already: acknowledged.</summary>
    Duplicate,

    /// <summary>There is no such device, or it is disabled: refused (not authorised).</summary>
    UnknownDevice,

    /// <summary>It cannot be taken as it is (a payload that makes no sense): refused, so that it is not sent for ever.</summary>
    Refused,
}
