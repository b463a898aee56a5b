using Command.Silo.Authority;

namespace Command.Silo.Cameras;

/// <summary>What may be done with a camera.</summary>
internal static class CameraRights
{
    /// <summary>See that it exists, its state and its history.</summary>
    public static readonly Right See = new("camera.see");

    /// <summary>See its picture.</summary>
    public static readonly Right Watch = new("camera.watch");

    /// <summary>Add, change, remove it; try addresses.</summary>
    public static readonly Right Manage = new("camera.manage");
}
