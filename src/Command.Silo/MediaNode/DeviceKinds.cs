using Orleans.Metadata;

namespace Command.Silo.MediaNode;

/// <summary>Which first segments of stream names are devices: the grain types whose classes say so. Thread-safe.</summary>
internal sealed class DeviceKinds(IClusterManifestProvider cluster, GrainInterfaceTypeResolver interfaces)
{
    /// <summary>There are grains of this kind, and they are devices.</summary>
    public bool IsDevice(string kind) => Implements(kind, typeof(IDeviceGrain));

    /// <summary>Devices of this kind push streams.</summary>
    public bool IsPublished(string kind) => Implements(kind, typeof(IPublishedDevice));

    private bool Implements(string kind, Type type)
    {
        var grain = GrainType.Create(kind);
        var wanted = interfaces.GetGrainInterfaceType(type).ToString();
        return cluster.Current.AllGrainManifests.Any(manifest =>
            manifest.Grains.TryGetValue(grain, out var known)
            && known.Properties.Any(property =>
                property.Value == wanted
                && property.Key.StartsWith(WellKnownGrainTypeProperties.ImplementedInterfacePrefix, StringComparison.Ordinal)
            )
        );
    }
}
