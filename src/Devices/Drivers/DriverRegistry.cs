using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Command.Devices.Drivers;

/// <summary>Which driver serves which scheme. Immutable.</summary>
public sealed class DriverRegistry
{
    private readonly FrozenDictionary<string, IDeviceDriver> _drivers;

    /// <summary>Builds the registry.</summary>
    /// <param name="drivers">Scheme and its driver; schemes are compared without case.</param>
    public DriverRegistry(IEnumerable<KeyValuePair<string, IDeviceDriver>> drivers) =>
        _drivers = drivers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Schemes that are served.</summary>
    public IEnumerable<string> Schemes => _drivers.Keys;

    /// <summary>Finds the driver of a scheme.</summary>
    public bool TryFind(string scheme, [NotNullWhen(true)] out IDeviceDriver? driver) => _drivers.TryGetValue(scheme, out driver);
}
