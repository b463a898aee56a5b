using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Directory;

/// <summary>What somebody must be allowed who shall find devices.</summary>
internal static class DirectoryRights
{
    public static readonly Right See = new(Rights.DeviceSee);
}
