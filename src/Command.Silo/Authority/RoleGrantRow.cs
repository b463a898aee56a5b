using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Authority;

/// <summary>Projection of one role that somebody holds; written by the access grain of its subject.</summary>
internal sealed class RoleGrantRow
{
    public required string Id { get; init; }

    /// <summary>Account id, or <c>client/{id}</c>.</summary>
    public required string SubjectId { get; init; }

    public required string Role { get; init; }

    public string? UnitId { get; init; }

    /// <summary>Group ids, separated by commas; empty for none.</summary>
    public required string GroupIds { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public ImmutableArray<string> Groups() => [.. GroupIds.Split(',', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Table <c>role_grants</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<RoleGrantRow>
    {
        public void Configure(EntityTypeBuilder<RoleGrantRow> builder)
        {
            builder.ToTable("role_grants").HasKey(row => row.Id);
            builder.HasIndex(row => row.SubjectId);
        }
    }
}
