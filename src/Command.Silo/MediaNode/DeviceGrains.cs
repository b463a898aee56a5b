using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>Finds the grain of a device: its grain type is the first segment of its streams' names.</summary>
internal static class DeviceGrains
{
    public static IDeviceGrain Find(IGrainFactory grains, StreamPath stream) =>
        grains.GetGrain<IDeviceGrain>(GrainId.Create(stream.Kind, stream.DeviceId));

    public static IDeviceGrain Find(IGrainFactory grains, DeviceKind kind, string id) =>
        grains.GetGrain<IDeviceGrain>(GrainId.Create(NameOf(kind), id));

    private static string NameOf(DeviceKind kind) =>
        kind switch
        {
            DeviceKind.Camera => "camera",
            DeviceKind.Recorder => "recorder",
            DeviceKind.Booth => "booth",
            _ => "display",
        };
}
