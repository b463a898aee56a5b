using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Directory;

/// <summary>What somebody must be allowed who shall find devices of a kind.</summary>
internal static class DirectoryRights
{
    /// <summary>Every kind that exists on a site, with its noun.</summary>
    public static readonly ImmutableArray<(DeviceKind Kind, string Noun, Right See)> Kinds =
    [
        (DeviceKind.Camera, "camera", new Right(Rights.DeviceSee)),
        (DeviceKind.Recorder, "recorder", new Right(Rights.DeviceSee)),
    ];
}
