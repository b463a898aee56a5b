using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Authority;

/// <summary>Projection of who has a device in hand; written by the device's own grain.</summary>
internal sealed class DeviceHolderRow
{
    public required string DeviceId { get; init; }

    public required string AccountId { get; init; }

    /// <summary>Table <c>device_holders</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<DeviceHolderRow>
    {
        public void Configure(EntityTypeBuilder<DeviceHolderRow> builder)
        {
            builder.ToTable("device_holders").HasKey(row => row.DeviceId);
            builder.HasIndex(row => row.AccountId);
        }
    }
}
