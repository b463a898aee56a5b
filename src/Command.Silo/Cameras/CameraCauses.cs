using Command.Contracts.Common;

namespace Command.Silo.Cameras;

/// <summary>Causes that arise from decisions; those that arise from devices come with their reports.</summary>
internal static class CameraCauses
{
    public static readonly StateCause Created = new("created", null);
    public static readonly StateCause Changed = new("changed", null);
    public static readonly StateCause Disabled = new("disabled-by-person", null);
    public static readonly StateCause Enabled = new("enabled-by-person", null);
    public static readonly StateCause ServerStarted = new("server-started", null);
}
