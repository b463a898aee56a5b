using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Cameras;

/// <summary>What may be done with a camera.</summary>
internal static class CameraRights
{
    /// <summary>See that it exists, its state and its history.</summary>
    public static readonly Right See = new(Rights.DeviceSee);

    /// <summary>See its picture.</summary>
    public static readonly Right Watch = new(Rights.LiveWatch);

    /// <summary>Add, change, remove it; try addresses.</summary>
    public static readonly Right Manage = new(Rights.DeviceManage);
}
