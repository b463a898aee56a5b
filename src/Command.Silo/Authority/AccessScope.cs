namespace Command.Silo.Authority;

/// <summary>What a right is asked for: one object and the unit it belongs to.</summary>
/// <param name="Kind">Kind of the object, such as <c>camera</c>.</param>
/// <param name="Id">The object; <c>null</c> for all of its kind.</param>
/// <param name="UnitId">Unit of the object; <c>null</c> for what belongs to the whole site.</param>
/// <param name="DeviceId">The device that the object is about, where it is none itself: the subject of a signal.</param>
internal readonly record struct AccessScope(string Kind, string? Id, string? UnitId, string? DeviceId = null)
{
    /// <summary>Asked for an act that is about no place: whoever holds the right somewhere may do it. What it shows is limited by itself.</summary>
    public bool IsAnywhere { get; private init; }

    /// <summary>The right, wherever it is held.</summary>
    public static AccessScope Anywhere(string kind) => new(kind, null, null) { IsAnywhere = true };

    /// <summary>The device it is, or is about; null for neither.</summary>
    public string? Device => DeviceId ?? (RightNames.IsDevice(Kind) ? Id : null);
}
