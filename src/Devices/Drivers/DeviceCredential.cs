namespace Command.Devices.Drivers;

/// <summary>Name and password of a device account. Its text form shows neither.</summary>
public sealed record DeviceCredential(string UserName, string Password)
{
    /// <summary>Nothing that could end in a log.</summary>
    public override string ToString() => nameof(DeviceCredential);
}
