using Command.Contracts.Recorders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Recorders;

/// <summary>Table <c>positions</c>: where recorders were. The same point told twice is one row.</summary>
internal sealed class PositionRow
{
    public required string RecorderId { get; init; }

    /// <summary>Measured.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The device's number of it; 0 when it does not count.</summary>
    public required long Sequence { get; init; }

    public double Latitude { get; init; }

    public double Longitude { get; init; }

    public double? Altitude { get; init; }

    public double? Speed { get; init; }

    public double? Course { get; init; }

    public double? Hdop { get; init; }

    public int? Satellites { get; init; }

    public double? Accuracy { get; init; }

    public required string Fix { get; init; }

    public required string Source { get; init; }

    public bool Buffered { get; init; }

    public static PositionRow Of(string recorderId, long sequence, RecorderPosition position) =>
        new()
        {
            RecorderId = recorderId,
            At = position.At,
            Sequence = sequence,
            Latitude = position.LatitudeDegrees,
            Longitude = position.LongitudeDegrees,
            Altitude = position.AltitudeMetres,
            Speed = position.SpeedKmh,
            Course = position.CourseDegrees,
            Hdop = position.Hdop,
            Satellites = position.Satellites,
            Accuracy = position.AccuracyMetres,
            Fix = position.Fix,
            Source = position.Source,
            Buffered = position.Buffered,
        };

    public RecorderPosition ToPosition() =>
        new(At, Latitude, Longitude, Altitude, Speed, Course, Hdop, Satellites, Accuracy, Fix, Source, Buffered);

    internal sealed class Configuration : IEntityTypeConfiguration<PositionRow>
    {
        public void Configure(EntityTypeBuilder<PositionRow> builder)
        {
            builder
                .ToTable("positions")
                .HasKey(row => new
                {
                    row.RecorderId,
                    row.At,
                    row.Sequence,
                });
            builder.HasIndex(row => row.At); // what is old goes
        }
    }
}
