using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.MediaNode;

/// <summary>State changes of a device of any kind, read back from the record.</summary>
internal static class DeviceHistory
{
    /// <summary>Newest first.</summary>
    /// <param name="database">The record.</param>
    /// <param name="device">Which device.</param>
    /// <param name="eventType">Type of the events that hold a <see cref="LinkState"/> before and after.</param>
    /// <param name="format">How the device's noun writes it.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ImmutableArray<StateChange>> ReadAsync(
        CommandDbContext database,
        AggregateKey device,
        string eventType,
        JsonTypeInfo<LinkState> format,
        int take,
        CancellationToken cancellationToken
    )
    {
        var rows = await database
            .Events.Where(row => row.Kind == device.Kind && row.Id == device.Id && row.Type == eventType)
            .OrderByDescending(row => row.AtUs)
            .ThenByDescending(row => row.Seq)
            .Take(take)
            .Select(row => new
            {
                row.AtUs,
                row.ActorName,
                row.Before,
                row.After,
            })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => Change(row.AtUs, row.ActorName, Read(row.Before, format), Read(row.After, format)))];
    }

    private static StateChange Change(long atUs, string actorName, LinkState? before, LinkState? after) =>
        new(
            UnixMicroseconds.ToTime(atUs),
            before?.State ?? DeviceState.Unknown,
            after?.State ?? DeviceState.Unknown,
            after?.Cause ?? StateCause.None,
            actorName
        );

    private static LinkState? Read(string? json, JsonTypeInfo<LinkState> format) =>
        json is null ? null : JsonSerializer.Deserialize(json, format);
}
