using Command.Contracts.Common;
using Command.Contracts.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Cameras;

/// <summary>Projection of one camera: what lists, the tree and the start of a node need.</summary>
internal sealed class CameraRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Code { get; init; }

    public required string UnitId { get; init; }

    public DeviceState State { get; init; }

    public required string CauseCode { get; init; }

    public string? CauseDetail { get; init; }

    public DateTimeOffset Since { get; init; }

    public bool Simulated { get; init; }

    public bool HasSub { get; init; }

    public bool Enabled { get; init; }

    public bool AlwaysOn { get; init; }

    public string? NotPlayable { get; init; }

    /// <summary>Name in lower case: the order of lists.</summary>
    public required string SortName { get; init; }

    /// <summary>Name and code in lower case: what a search looks in.</summary>
    public required string SearchText { get; init; }

    public static CameraRow Of(string id, CameraState state) =>
        new()
        {
            Id = id,
            Name = state.Name,
            Code = state.Code,
            UnitId = state.UnitId,
            State = state.Link.State,
            CauseCode = state.Link.Cause.Code,
            CauseDetail = state.Link.Cause.Detail,
            Since = state.Link.Since,
            Simulated = state.Simulated,
            HasSub = state.Sub is not null,
            Enabled = state.Enabled,
            AlwaysOn = state.AlwaysOn,
            NotPlayable = state.NotPlayable,
            SortName = state.Name.ToLowerInvariant(),
            SearchText = $"{state.Name}\n{state.Code}".ToLowerInvariant(),
        };

    public DeviceSummary ToSummary() =>
        new(
            Id,
            DeviceKind.Camera,
            Name,
            Code,
            UnitId,
            State,
            new StateCause(CauseCode, CauseDetail),
            Since,
            Simulated,
            HasSub,
            Enabled,
            AlwaysOn,
            NotPlayable
        );

    /// <summary>Table <c>cameras</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<CameraRow>
    {
        public void Configure(EntityTypeBuilder<CameraRow> builder)
        {
            builder.ToTable("cameras").HasKey(row => row.Id);
            builder.HasIndex(row => new { row.SortName, row.Id });
            builder.HasIndex(row => row.UnitId);
            builder.HasIndex(row => row.Enabled);
        }
    }
}
