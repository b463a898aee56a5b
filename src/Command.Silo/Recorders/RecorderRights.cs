using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Recorders;

/// <summary>What may be done with a body-worn recorder.</summary>
internal static class RecorderRights
{
    /// <summary>See that it exists, its state, its history, where it is and was.</summary>
    public static readonly Right See = new(Rights.DeviceSee);

    /// <summary>See its picture.</summary>
    public static readonly Right Watch = new(Rights.LiveWatch);

    /// <summary>Add, change, remove it; make its key; say who wears it.</summary>
    public static readonly Right Manage = new(Rights.DeviceManage);

    /// <summary>Give it orders.</summary>
    public static readonly Right Order = new(Rights.DeviceOrder);

    /// <summary>Tell where it is, and press SOS, in its name.</summary>
    public static readonly Right Report = new(Rights.DeviceReport);
}
