using Command.Contracts.Recorders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Recorders;

/// <summary>Table <c>recorder_sessions</c>: every live session of every recorder.</summary>
internal sealed class RecorderSessionRow
{
    public required string Id { get; init; }

    public required string RecorderId { get; init; }

    public RecorderSessionState State { get; init; }

    public DateTimeOffset Since { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required string RequestedBy { get; init; }

    public bool Sos { get; init; }

    public string? Reason { get; init; }

    public string? Transport { get; init; }

    public static RecorderSessionRow Of(string recorderId, RecorderSession session) =>
        new()
        {
            Id = session.Id,
            RecorderId = recorderId,
            State = session.State,
            Since = session.Since,
            RequestedAt = session.RequestedAt,
            StartedAt = session.StartedAt,
            EndedAt = session.EndedAt,
            RequestedBy = session.RequestedBy,
            Sos = session.Sos,
            Reason = session.Reason,
            Transport = session.Transport,
        };

    public RecorderSession ToSession() => new(Id, State, Since, RequestedAt, StartedAt, EndedAt, RequestedBy, Sos, Reason, Transport);

    internal sealed class Configuration : IEntityTypeConfiguration<RecorderSessionRow>
    {
        public void Configure(EntityTypeBuilder<RecorderSessionRow> builder)
        {
            builder.ToTable("recorder_sessions").HasKey(row => row.Id);
            builder.HasIndex(row => new { row.RecorderId, row.RequestedAt });
        }
    }
}
