using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Authority;

/// <summary>Projection of one membership of a device in a group.</summary>
internal sealed class DeviceGroupMemberRow
{
    public required string GroupId { get; init; }

    public required string DeviceId { get; init; }

    /// <summary>Table <c>device_group_members</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<DeviceGroupMemberRow>
    {
        public void Configure(EntityTypeBuilder<DeviceGroupMemberRow> builder)
        {
            builder.ToTable("device_group_members").HasKey(row => new { row.GroupId, row.DeviceId });
            builder.HasIndex(row => row.DeviceId);
        }
    }
}
