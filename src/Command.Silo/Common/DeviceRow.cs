using Command.Contracts.Common;
using Command.Contracts.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Command.Silo.Common;

/// <summary>Projection of one device of any kind: what lists, the tree and the start of a node need. Its noun writes it, with every change.</summary>
internal sealed class DeviceRow
{
    public required string Id { get; init; }

    public DeviceKind Kind { get; init; }

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

    /// <summary>Percent; like the four below null for all that is no recorder.</summary>
    public int? Battery { get; init; }

    public bool? Live { get; init; }

    public bool? Weak { get; init; }

    public bool? Sos { get; init; }

    /// <summary>Who wears it.</summary>
    public string? Officer { get; init; }

    /// <summary>Name in lower case: the order of lists.</summary>
    public required string SortName { get; init; }

    /// <summary>Name, code and whatever else finds it, in lower case: what a search looks in.</summary>
    public required string SearchText { get; init; }

    /// <summary>The row of a device.</summary>
    /// <param name="device">What lists show of it.</param>
    /// <param name="found">Texts beside name and code by which a search finds it, for example a serial number.</param>
    public static DeviceRow Of(DeviceSummary device, params ReadOnlySpan<string?> found) =>
        new()
        {
            Id = device.Id,
            Kind = device.Kind,
            Name = device.Name,
            Code = device.Code,
            UnitId = device.UnitId,
            State = device.State,
            CauseCode = device.Cause.Code,
            CauseDetail = device.Cause.Detail,
            Since = device.Since,
            Simulated = device.Simulated,
            HasSub = device.HasSub,
            Enabled = device.Enabled,
            AlwaysOn = device.AlwaysOn,
            NotPlayable = device.NotPlayable,
            Battery = device.Recorder?.BatteryPercent,
            Live = device.Recorder?.Live,
            Weak = device.Recorder?.Weak,
            Sos = device.Recorder?.Sos,
            Officer = device.Recorder?.Officer,
            SortName = device.Name.ToLowerInvariant(),
            SearchText = string.Join('\n', [device.Name, device.Code, .. found]).ToLowerInvariant(),
        };

    public DeviceSummary ToSummary() =>
        new(
            Id,
            Kind,
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
            NotPlayable,
            Kind == DeviceKind.Recorder ? new RecorderFacts(Battery, Live ?? false, Weak ?? false, Sos ?? false, Officer) : null
        );

    /// <summary>Table <c>devices</c>.</summary>
    internal sealed class Configuration : IEntityTypeConfiguration<DeviceRow>
    {
        public void Configure(EntityTypeBuilder<DeviceRow> builder)
        {
            builder.ToTable("devices").HasKey(row => row.Id);
            builder.HasIndex(row => new { row.SortName, row.Id });
            builder.HasIndex(row => row.UnitId);
            builder.HasIndex(row => row.Enabled);
        }
    }
}
