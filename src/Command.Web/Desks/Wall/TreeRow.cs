using Command.Contracts.Directory;
using Command.Contracts.Units;

namespace Command.Web.Desks.Wall;

/// <summary>One line of the device tree: a unit or a device.</summary>
/// <param name="Key">Id of the unit or device.</param>
/// <param name="Depth">0 for roots.</param>
/// <param name="Unit">Set for a unit, and for a device of a search result the unit it belongs to.</param>
/// <param name="Device">Set for a device.</param>
/// <param name="Expanded">The unit shows what is in it.</param>
/// <param name="Devices">Devices in the unit and all below it.</param>
/// <param name="Online">How many of them are online.</param>
internal sealed record TreeRow(string Key, int Depth, UnitDetails? Unit, DeviceSummary? Device, bool Expanded, int Devices, int Online);
