using System.Text.Json.Serialization;

namespace Command.Silo.Authority;

/// <summary>One role as <c>roles.json</c> writes it.</summary>
internal sealed record RoleFile(
    string Id,
    string? Note,
    bool ShiftBound,
    bool BreakGlass,
    bool Administrator,
    IReadOnlyList<RoleFile.Line> Rights
)
{
    /// <summary>One right of it.</summary>
    internal sealed record Line(string Right, string Reach, bool Purpose, bool Approval, int? FootageHours, int? ViewSeconds, string? List);
}

/// <summary>Reads <c>roles.json</c>; a word it does not know is a mistake in the file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(IReadOnlyList<RoleFile>))]
internal sealed partial class RoleFileContext : JsonSerializerContext;
