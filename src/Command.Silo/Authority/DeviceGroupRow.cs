using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Authority;

/// <summary>Projection of one device group.</summary>
internal sealed class DeviceGroupRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? UnitId { get; init; }

    /// <summary>Table <c>device_groups</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<DeviceGroupRow>
    {
        public void Configure(EntityTypeBuilder<DeviceGroupRow> builder) => builder.ToTable("device_groups").HasKey(row => row.Id);
    }
}
