using System.Text.Json;
using Command.Contracts.Events;

namespace Command.Web.Realtime;

/// <summary>One event on its way to browsers: its name on the wire, what it replaces, and its JSON, made once for all clients.</summary>
internal sealed class WallNotice
{
    private byte[]? _json;

    public WallNotice(WallEvent source)
    {
        Source = source;
        (Name, Key, AccountId) = source switch
        {
            DeviceChanged changed => ("device-changed", $"d:{changed.Device.Id}", (string?)null),
            // The same key: a removal replaces a change that is still waiting, and the other way round.
            DeviceRemoved removed => ("device-removed", $"d:{removed.DeviceId}", null),
            StreamChanged changed => ("stream-changed", $"s:{changed.Stream.Value}", null),
            UnitsChanged => ("units-changed", "u", null),
            WallChanged changed => ("wall-changed", "w", changed.AccountId),
            ViewingEnded ended => ("viewing-ended", $"v:{ended.SessionId}", ended.AccountId),
            SignalChanged changed => ("signal-changed", $"a:{changed.Signal.Id}", null),
            RecorderTold told => ("recorder-told", $"r:{told.RecorderId}", null),
            AccessChanged => ("access-changed", "x", null),
            _ => ("unknown", source.GetType().Name, null),
        };
    }

    public WallEvent Source { get; }

    public string Name { get; }

    /// <summary>A later notice with this key replaces an earlier one that waits.</summary>
    public string Key { get; }

    /// <summary>Set when only this account may see it.</summary>
    public string? AccountId { get; }

    /// <summary>UTF-8 JSON of the event as browsers see it.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= Serialize();

    private byte[] Serialize() =>
        JsonSerializer.SerializeToUtf8Bytes<object>(
            Source switch
            {
                DeviceChanged changed => new { changed.Device },
                DeviceRemoved removed => new { removed.DeviceId },
                StreamChanged changed => new
                {
                    changed.Stream,
                    changed.State,
                    changed.Cause,
                    changed.RetryAt,
                },
                WallChanged changed => new { changed.Layout },
                SignalChanged changed => new { changed.Signal },
                RecorderTold told => new
                {
                    told.RecorderId,
                    told.Health,
                    told.Position,
                },
                ViewingEnded ended => new
                {
                    ended.SessionId,
                    ended.Stream,
                    ended.Reason,
                },
                _ => new { },
            },
            WireJson.Options
        );
}
