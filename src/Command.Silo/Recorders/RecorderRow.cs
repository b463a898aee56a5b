using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Recorders;

/// <summary>Table <c>recorders</c>: finds recorders by the name that the device itself uses, and keeps that name unique.</summary>
internal sealed class RecorderRow
{
    public required string Id { get; init; }

    public required string Serial { get; init; }

    public required string KeyHash { get; init; }

    public required bool Enabled { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<RecorderRow>
    {
        public void Configure(EntityTypeBuilder<RecorderRow> builder)
        {
            builder.ToTable("recorders").HasKey(row => row.Id);
            builder.HasIndex(row => row.Serial).IsUnique();
        }
    }
}
