using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Units;

/// <summary>Projection of one unit: enough to find the subtree that a device query asks for.</summary>
internal sealed class UnitRow
{
    public required string Id { get; init; }

    public string? ParentId { get; init; }

    public required string Name { get; init; }

    public static UnitRow Of(UnitNode unit) =>
        new()
        {
            Id = unit.Id,
            ParentId = unit.ParentId,
            Name = unit.Name,
        };

    /// <summary>Table <c>units</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<UnitRow>
    {
        public void Configure(EntityTypeBuilder<UnitRow> builder)
        {
            builder.ToTable("units").HasKey(row => row.Id);
            builder.HasIndex(row => row.ParentId);
        }
    }
}
