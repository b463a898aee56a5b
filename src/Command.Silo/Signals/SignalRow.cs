using Command.Contracts.Signals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Signals;

/// <summary>Projection of one signal: what lists choose and order by. The signal itself is read from its aggregate.</summary>
internal sealed class SignalRow
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string SubjectId { get; init; }

    public required string UnitId { get; init; }

    public required SignalColour Colour { get; init; }

    public required bool IsOpen { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public static SignalRow Of(string id, StoredSignal signal) =>
        new()
        {
            Id = id,
            Source = signal.Source,
            SubjectId = signal.Subject.Id,
            UnitId = signal.UnitId,
            Colour = signal.Colour,
            IsOpen = signal.IsOpen,
            RaisedAt = signal.RaisedAt,
        };

    /// <summary>Table <c>signals</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<SignalRow>
    {
        public void Configure(EntityTypeBuilder<SignalRow> builder)
        {
            builder.ToTable("signals").HasKey(row => row.Id);
            builder.HasIndex(row => new { row.RaisedAt, row.Id });
            builder.HasIndex(row => new { row.IsOpen, row.RaisedAt });
            builder.HasIndex(row => new { row.SubjectId, row.RaisedAt });
        }
    }
}
