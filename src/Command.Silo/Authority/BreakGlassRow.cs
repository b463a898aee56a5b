using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Authority;

/// <summary>Projection of a broken glass; written by the access grain of who broke it.</summary>
internal sealed class BreakGlassRow
{
    public required string SubjectId { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Table <c>broken_glass</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<BreakGlassRow>
    {
        public void Configure(EntityTypeBuilder<BreakGlassRow> builder) => builder.ToTable("broken_glass").HasKey(row => row.SubjectId);
    }
}
