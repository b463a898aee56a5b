using Command.Contracts.Common;
using Command.Contracts.Recorders;

namespace Command.Web.Desks.Devices;

/// <summary>A recorder while somebody edits it.</summary>
internal sealed class RecorderForm
{
    /// <summary>An empty form for a new recorder.</summary>
    public RecorderForm(string unitId) => UnitId = unitId;

    /// <summary>The form of a recorder as it is on the record; its key is never among it.</summary>
    public RecorderForm(RecorderStatus recorder)
    {
        Name = recorder.Name;
        Code = recorder.Code ?? "";
        Serial = recorder.Serial;
        Enabled = recorder.Enabled;
        UnitId = recorder.UnitId;
        PlaceAddress = recorder.Place?.Address ?? "";
        Latitude = recorder.Place?.LatitudeDegrees;
        Longitude = recorder.Place?.LongitudeDegrees;
    }

    public string Name { get; set; } = "";

    public string Code { get; set; } = "";

    public string Serial { get; set; } = "";

    public bool Enabled { get; set; } = true;

    public string UnitId { get; set; } = "";

    public string PlaceAddress { get; set; } = "";

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>An emptied serial keeps the stored one, or takes the id of a new recorder.</summary>
    public RecorderDraft ToDraft() =>
        new(
            Name.Trim(),
            NullWhenEmpty(Code),
            NullWhenEmpty(Serial),
            Enabled,
            UnitId,
            NullWhenEmpty(PlaceAddress) is null && Latitude is null && Longitude is null
                ? null
                : new Place(NullWhenEmpty(PlaceAddress), Latitude, Longitude)
        );

    private static string? NullWhenEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
