using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Audit;

/// <summary>Rights about the record itself.</summary>
internal static class AuditRights
{
    public static readonly Right Read = new(Rights.AuditRead);
}
