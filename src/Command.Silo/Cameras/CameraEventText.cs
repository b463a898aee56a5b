using Command.Contracts.Cameras;
using Command.Contracts.Common;

namespace Command.Silo.Cameras;

/// <summary>A camera in the words of the audit record: everything a person decided, no secret.</summary>
internal sealed record CameraEventText(
    string Name,
    string? Code,
    string Address,
    string? SubAddress,
    string? UserName,
    bool HasPassword,
    TransportPreference Transport,
    bool Enabled,
    bool AlwaysOn,
    string UnitId,
    Place? Place
)
{
    public static CameraEventText Of(CameraState state) =>
        new(
            state.Name,
            state.Code,
            state.Main.Shown,
            state.Sub?.Shown,
            state.Credential?.UserName,
            state.Credential is not null,
            state.Transport,
            state.Enabled,
            state.AlwaysOn,
            state.UnitId,
            state.Place
        );
}
