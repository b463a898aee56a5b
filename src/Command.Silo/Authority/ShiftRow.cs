using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Authority;

/// <summary>Projection of one shift; written by the roster.</summary>
internal sealed class ShiftRow
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string Name { get; init; }

    public required string Role { get; init; }

    public string? UnitId { get; init; }

    public required DateTimeOffset BeginsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public string? Note { get; init; }

    /// <summary>Table <c>shifts</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<ShiftRow>
    {
        public void Configure(EntityTypeBuilder<ShiftRow> builder)
        {
            builder.ToTable("shifts").HasKey(row => row.Id);
            builder.HasIndex(row => row.EndsAt);
        }
    }
}
