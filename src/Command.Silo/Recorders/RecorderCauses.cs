using Command.Contracts.Common;

namespace Command.Silo.Recorders;

/// <summary>Why a recorder or its stream is in its state.</summary>
internal static class RecorderCauses
{
    public static readonly StateCause Created = new("created", null);
    public static readonly StateCause Disabled = new("disabled-by-person", null);
    public static readonly StateCause Enabled = new("enabled-by-person", null);
    public static readonly StateCause ServerStarted = new("server-started", null);
    public static readonly StateCause ConnectionLost = new("connection-lost", null);
    public static readonly StateCause Shutdown = new("shutdown", null);
    public static readonly StateCause Silent = new("silent", null);
    public static readonly StateCause BatteryLow = new("battery-low", null);
    public static readonly StateCause StorageFull = new("storage-full", null);
    public static readonly StateCause WeakNetwork = new("weak-network", null);
    public static readonly StateCause NotLive = new("not-live", null);
    public static readonly StateCause Requested = new("requested", null);
}
