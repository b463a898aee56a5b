using Command.Contracts.Common;
using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>A recorder in the words of the audit record: everything a person decided, no secret.</summary>
internal sealed record RecorderEventText(
    string Name,
    string? Code,
    string Serial,
    bool Enabled,
    string UnitId,
    Place? Place,
    OfficerOnShift? Officer
)
{
    public static RecorderEventText Of(RecorderState state) =>
        new(state.Name, state.Code, state.Serial, state.Enabled, state.UnitId, state.Place, state.Officer);
}
